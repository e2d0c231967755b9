import type { Background } from '../screen/theme-choice.ts';

/** "Which background?" (OSC 11). Terminals that do not know the question say nothing. */
export const askBackground = '\u001b]11;?\u001b\\';

/** The answer; its end may be missing. */
const answer =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals begin and end their answers with them
  /^\u001b\]11;rgba?:(?<red>[\da-f]{1,4})\/(?<green>[\da-f]{1,4})\/(?<blue>[\da-f]{1,4})(?:\/[\da-f]{1,4})?(?:\u0007|\u001b\\?)?$/i;

/** A colour part of one to four hex digits as a share of the most it can be. */
const share = (hex: string) => Number.parseInt(hex, 16) / (16 ** hex.length - 1);

/** The background that a terminal's answer tells; `undefined` for any other sequence. */
export function backgroundIn(sequence: string): Background | undefined {
  const { red, green, blue } = answer.exec(sequence)?.groups ?? {};
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  // How bright people find red, green and blue (ITU-R BT.709).
  const bright = 0.2126 * share(red) + 0.7152 * share(green) + 0.0722 * share(blue);
  return bright > 0.5 ? 'light' : 'dark';
}
