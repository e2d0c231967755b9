import { limits } from '@securechat/protocol/limits';

/** From this part of a limit on it is shown how much is left. */
const shownFrom = 0.8;
const number = new Intl.NumberFormat('en');

type Measured = { readonly size: number; readonly limit: number; readonly unit: string };

/** As the server counts. */
function measure(text: string): readonly Measured[] {
  return [
    { size: text.length, limit: limits.text, unit: 'characters' },
    { size: text.split('\n').length, limit: limits.lines, unit: 'lines' },
  ];
}

const ofLimit = ({ size, limit, unit }: Measured) => `${number.format(size)} of ${number.format(limit)} ${unit}`;

/** How full a message is, once that matters; otherwise empty. */
export function lengthText(text: string): string {
  return measure(text)
    .filter(({ size, limit }) => size >= limit * shownFrom)
    .map(ofLimit)
    .join(', ');
}

/** That a text does not fit into one message, as a sentence; `undefined` when it does. */
export function tooLongText(text: string): string | undefined {
  const over = measure(text).filter(({ size, limit }) => size > limit);
  return over.length === 0 ? undefined : `Too long: ${over.map(ofLimit).join(', ')}.`;
}
