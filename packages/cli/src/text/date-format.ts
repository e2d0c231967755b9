/** How the time of a message is written. */
export type TimeFormat = '24h' | '24h-seconds' | '12h';

const two = (n: number) => String(n).padStart(2, '0');

/** A point in time, formatted in the local time zone. */
export function clockTime(atMs: number, format: TimeFormat): string {
  const at = new Date(atMs);
  const minutes = two(at.getMinutes());
  if (format === '12h') return `${two(at.getHours() % 12 || 12)}:${minutes}${at.getHours() < 12 ? 'am' : 'pm'}`;
  const time = `${two(at.getHours())}:${minutes}`;
  return format === '24h' ? time : `${time}:${two(at.getSeconds())}`;
}

/** How many columns a time takes, with the space after it. */
export const timeColumns: Readonly<Record<TimeFormat, number>> = { '24h': 6, '24h-seconds': 9, '12h': 8 };
