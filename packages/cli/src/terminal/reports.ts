import type { Background } from '../screen/theme-choice.ts';

/** Requests the background colour (OSC 11). Terminals that do not support it do not reply. */
export const askBackground = '\u001b]11;?\u001b\\';
/** Requests the flags of kitty's keyboard protocol. Terminals without it do not reply. */
export const askKeyboard = '\u001b[?u';

/** A report or a reply of the terminal. Replies that the chat never requests are only recognized as not being keys. */
export type Report =
  | { readonly kind: 'focus'; readonly focused: boolean }
  | { readonly kind: 'background'; readonly background: Background }
  /** The terminal supports kitty's keyboard protocol. */
  | { readonly kind: 'kitty-keyboard' }
  | { readonly kind: 'other-report'; readonly sequence: string };

/** The terminator may be missing. */
const backgroundReply =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: replies begin and end with control characters
  /^\u001b\]11;rgba?:(?<red>[\da-f]{1,4})\/(?<green>[\da-f]{1,4})\/(?<blue>[\da-f]{1,4})(?:\/[\da-f]{1,4})?(?:\u0007|\u001b\\?)?$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: replies begin with a control character
const keyboardReply = /^\u001b\[\?\d+u$/;
/**
 * After the escape character: focus, mouse, device attributes, keyboard flags, modes and sizes, and the strings of OSC, DCS and APC. A
 * cursor position (`[24;80R`) has the form of a function key, but with an impossible modifier, so it is not a key either.
 */
const reportForm = /^(?:\[(?:[IO]$|M|[<>?=]|[\d;]*[Mctxy]$|[\d;]*\$y$)|[\]P_])/;

/** A colour component of one to four hex digits as a fraction of its maximum. */
const share = (hex: string) => Number.parseInt(hex, 16) / (16 ** hex.length - 1);

/** The background in a reply to `askBackground`; `undefined` for any other sequence. */
export function backgroundIn(sequence: string): Background | undefined {
  const { red, green, blue } = backgroundReply.exec(sequence)?.groups ?? {};
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  // Relative luminance (ITU-R BT.709).
  const luminance = 0.2126 * share(red) + 0.7152 * share(green) + 0.0722 * share(blue);
  return luminance > 0.5 ? 'light' : 'dark';
}

/** The report in a whole escape sequence; `undefined` if it is a key. */
export function reportIn(sequence: string): Report | undefined {
  if (!reportForm.test(sequence.slice(1))) return undefined;
  if (sequence === '\u001b[I' || sequence === '\u001b[O') return { kind: 'focus', focused: sequence === '\u001b[I' };
  if (keyboardReply.test(sequence)) return { kind: 'kitty-keyboard' };
  const background = backgroundIn(sequence);
  return background ? { kind: 'background', background } : { kind: 'other-report', sequence };
}
