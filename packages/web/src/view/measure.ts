import { limits } from '@securechat/protocol';

/** From this part of a limit on it is shown how much is left. */
const shownFrom = 0.8;

type Measured = { readonly size: number; readonly most: number; readonly unit: string };

/** As the server counts. */
function measure(text: string): readonly Measured[] {
  return [
    { size: text.length, most: limits.text, unit: 'character' },
    { size: text.split('\n').length, most: limits.lines, unit: 'line' },
  ];
}

const number = new Intl.NumberFormat('en');
const times = (n: number, unit: string) => `${number.format(n)} ${unit}${n === 1 ? '' : 's'}`;

/** How full a message is, once that matters; otherwise empty. */
export function counterOf(text: string): string {
  return measure(text)
    .filter(({ size, most }) => size >= most * shownFrom)
    .map(({ size, most, unit }) => `${number.format(size)} of ${times(most, unit)}`)
    .join(', ');
}

/** Why a text cannot be said as one message; undefined where it can. */
export function sayTooLong(text: string): string | undefined {
  const over = measure(text).filter(({ size, most }) => size > most);
  if (over.length === 0) return undefined;
  const much = over.map(({ size, most, unit }) => times(size - most, unit)).join(' and ');
  const most = over.map(({ most, unit }) => times(most, unit)).join(' and ');
  return `Too long by ${much}; the limit is ${most}. Nothing was sent. Shorten it, or send it in parts.`;
}
