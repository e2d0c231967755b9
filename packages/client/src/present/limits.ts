import { limits } from '@securechat/protocol/limits';

/** The length is shown from this fraction of a limit on. */
const shownFrom = 0.8;
const number = new Intl.NumberFormat('en');

type Measured = { readonly size: number; readonly limit: number; readonly unit: string };

/** Measures a text as the server does. */
function measure(text: string): readonly Measured[] {
  return [
    { size: text.length, limit: limits.text, unit: 'characters' },
    { size: text.split('\n').length, limit: limits.lines, unit: 'lines' },
  ];
}

const ofLimit = ({ size, limit, unit }: Measured) => `${number.format(size)} of ${number.format(limit)} ${unit}`;

/** The length of a text near the limit; otherwise empty. */
export function lengthText(text: string): string {
  return measure(text)
    .filter(({ size, limit }) => size >= limit * shownFrom)
    .map(ofLimit)
    .join(', ');
}

/** A sentence if a text is too long for one message; otherwise `undefined`. */
export function tooLongText(text: string): string | undefined {
  const over = measure(text).filter(({ size, limit }) => size > limit);
  return over.length === 0 ? undefined : `Too long: ${over.map(ofLimit).join(', ')}.`;
}
