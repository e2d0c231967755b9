const two = (n: number) => String(n).padStart(2, '0');

/** The local day of a time, as a number that is the same all day. */
export function dayOf(atMs: number): number {
  const at = new Date(atMs);
  return at.getFullYear() * 10_000 + at.getMonth() * 100 + at.getDate();
}

/** The local date of a time in digits, always of the same width. */
export function dateOf(atMs: number): string {
  const at = new Date(atMs);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The local date and time of a time in digits, to the minute. */
export function momentOf(atMs: number): string {
  const at = new Date(atMs);
  return `${dateOf(atMs)} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** The local day of a time in words, longest form first, for wide and narrow panes. */
export function sayDay(atMs: number, nowMs: number): readonly string[] {
  const at = new Date(atMs);
  const now = new Date(nowMs);
  // Noon, since a day is not always 24 hours long.
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1, 12).getTime();
  const near = dayOf(atMs) === dayOf(nowMs) ? 'Today, ' : dayOf(atMs) === dayOf(yesterday) ? 'Yesterday, ' : '';
  const weekday = weekdays[at.getDay()] ?? '';
  const month = months[at.getMonth()] ?? '';
  const year = near !== '' || at.getFullYear() === now.getFullYear() ? '' : ` ${at.getFullYear()}`;
  return [
    `${near}${weekday} ${at.getDate()} ${month}${year}`,
    `${near}${weekday.slice(0, 3)} ${at.getDate()} ${month.slice(0, 3)}${year}`,
    dateOf(atMs),
  ];
}
