import { limits } from '@securechat/protocol';

/**
 * Long pasted texts, each shown as one letter of the text: one cursor step passes it and one deletion removes it. The letters are
 * code points that `accepted()` removes from whatever is typed or pasted, so nobody else can bring them in.
 */
export type Pastes = Readonly<Record<string, string>>;

const firstToken = 0xe0200;
const lastToken = 0xe0fff;
const tokens = /[\u{e0200}-\u{e0fff}]/gu;
const manyLines = 8;
const manyLetters = 800;
/** No message is nearly as long; more than this would only make the screen slow. */
export const maxPasted = 4 * limits.text;

/** True for a text that would fill the composer, and is shown as one thing instead. */
export function isLong(text: string): boolean {
  return text.length > manyLetters || text.split('\n', manyLines + 1).length > manyLines;
}

/** The pasted text that a letter stands for. */
export function pastedAs(pastes: Pastes, letter: string): string | undefined {
  return Object.hasOwn(pastes, letter) ? pastes[letter] : undefined;
}

/** Gives a pasted text its letter; `undefined` when all letters are used up. */
export function addPaste(
  pastes: Pastes,
  text: string,
): { readonly letter: string; readonly pastes: Pastes } | undefined {
  const code = firstToken + Object.keys(pastes).length;
  if (code > lastToken) return undefined;
  const letter = String.fromCodePoint(code);
  return { letter, pastes: { ...pastes, [letter]: text } };
}

/** The text with every pasted text in full: what is sent and kept. */
export function expanded(text: string, pastes: Pastes): string {
  return text.replace(tokens, (letter) => pastedAs(pastes, letter) ?? '');
}

/** How a pasted text is shown: `[pasted: 214 lines, 9.1 kB]`. */
export function labelOf(text: string): string {
  const lines = text.split('\n').length;
  const bytes = new TextEncoder().encode(text).length;
  const size = bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
  return `[pasted: ${lines} ${lines === 1 ? 'line' : 'lines'}, ${size}]`;
}
