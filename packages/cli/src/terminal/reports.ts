import type { Background } from '../screen/theme-choice.ts';

/** "Which colour is the background?" (OSC 11). Terminals that do not know the question do not answer. */
export const askBackground = '\u001b]11;?\u001b\\';
/** "Which of kitty's keyboard flags are on?" Terminals without that protocol do not answer. */
export const askKeyboard = '\u001b[?u';

/** What a terminal reports unasked, or replies to a question. Replies that the chat asks for nowhere are told apart from keys, and no more. */
export type Report =
  | { readonly kind: 'focus'; readonly focused: boolean }
  | { readonly kind: 'background'; readonly background: Background }
  /** The terminal knows kitty's keyboard protocol. */
  | { readonly kind: 'kitty-keyboard' }
  | { readonly kind: 'other-report'; readonly sequence: string };

/** Its terminator may be missing. */
const backgroundReply =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: replies begin and end with control characters
  /^\u001b\]11;rgba?:(?<red>[\da-f]{1,4})\/(?<green>[\da-f]{1,4})\/(?<blue>[\da-f]{1,4})(?:\/[\da-f]{1,4})?(?:\u0007|\u001b\\?)?$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: replies begin with a control character
const keyboardReply = /^\u001b\[\?\d+u$/;
/**
 * Behind the escape character: focus, mouse, device attributes, keyboard flags, modes and sizes, and the strings of OSC, DCS and APC. A
 * cursor position (`[24;80R`) has the form of a function key; it is no key either, as no modifier has its number.
 */
const reportForm = /^(?:\[(?:[IO]$|M|[<>?=]|[\d;]*[Mctxy]$|[\d;]*\$y$)|[\]P_])/;

/** A colour component of one to four hex digits as a share of its maximum. */
const share = (hex: string) => Number.parseInt(hex, 16) / (16 ** hex.length - 1);

/** The background that a reply to `askBackground` names; `undefined` for any other sequence. */
export function backgroundIn(sequence: string): Background | undefined {
  const { red, green, blue } = backgroundReply.exec(sequence)?.groups ?? {};
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  // Relative luminance (ITU-R BT.709).
  const luminance = 0.2126 * share(red) + 0.7152 * share(green) + 0.0722 * share(blue);
  return luminance > 0.5 ? 'light' : 'dark';
}

/** What a whole escape sequence reports; `undefined` where it is a key. */
export function reportIn(sequence: string): Report | undefined {
  if (!reportForm.test(sequence.slice(1))) return undefined;
  if (sequence === '\u001b[I' || sequence === '\u001b[O') return { kind: 'focus', focused: sequence === '\u001b[I' };
  if (keyboardReply.test(sequence)) return { kind: 'kitty-keyboard' };
  const background = backgroundIn(sequence);
  return background ? { kind: 'background', background } : { kind: 'other-report', sequence };
}
