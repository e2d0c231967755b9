import type { Background } from './theme-choice.ts';

/** "Which background?" (OSC 11). Terminals that do not know the question say nothing. */
export const askBackground = '\u001b]11;?\u001b\\';

/** The answer as the screen library tells it: cut at escapes, so without the `ESC ]` before it, and perhaps with typed text behind. */
const answer =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals end their answers with it
  /^11;rgba?:(?<red>[\da-f]{1,4})\/(?<green>[\da-f]{1,4})\/(?<blue>[\da-f]{1,4})(?:\/[\da-f]{1,4})?(?:\u0007|$)/i;

/** A colour part of one to four hex digits as a share of the most it can be. */
const share = (hex: string) => Number.parseInt(hex, 16) / (16 ** hex.length - 1);

/** The background that an input tells, and what else was typed; nothing where the input is no answer. */
export function readBackground(input: string): { readonly background: Background; readonly typed: string } | undefined {
  const [told, red, green, blue] = answer.exec(input) ?? [];
  if (told === undefined || red === undefined || green === undefined || blue === undefined) return undefined;
  // How bright people find red, green and blue (ITU-R BT.709).
  const bright = 0.2126 * share(red) + 0.7152 * share(green) + 0.0722 * share(blue);
  return { background: bright > 0.5 ? 'light' : 'dark', typed: input.slice(told.length) };
}
