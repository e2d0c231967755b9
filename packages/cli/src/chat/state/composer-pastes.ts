import { limits } from '@securechat/protocol';

/**
 * Long pasted texts, each shown as one placeholder character: one cursor step passes it and one deletion removes it. `accepted()`
 * removes these code points from all input, so they cannot come from anywhere else.
 */
export type Pastes = Readonly<Record<string, string>>;

const firstToken = 0xe0200;
const lastToken = 0xe0fff;
const tokens = /[\u{e0200}-\u{e0fff}]/gu;
const manyLines = 8;
const manyLetters = 800;
/** Far longer than any message; more would only slow down the screen. */
export const maxPasted = 4 * limits.text;

/** True for a text that would fill the composer, so that a placeholder is shown instead. */
export function isLong(text: string): boolean {
  return text.length > manyLetters || text.split('\n', manyLines + 1).length > manyLines;
}

/** The pasted text behind a placeholder. */
export function pastedAs(pastes: Pastes, letter: string): string | undefined {
  return Object.hasOwn(pastes, letter) ? pastes[letter] : undefined;
}

/** Assigns a placeholder to a pasted text; `undefined` if all are in use. */
export function addPaste(
  pastes: Pastes,
  text: string,
): { readonly letter: string; readonly pastes: Pastes } | undefined {
  const code = firstToken + Object.keys(pastes).length;
  if (code > lastToken) return undefined;
  const letter = String.fromCodePoint(code);
  return { letter, pastes: { ...pastes, [letter]: text } };
}

/** The text with all placeholders expanded, as it is sent and stored. */
export function expanded(text: string, pastes: Pastes): string {
  return text.replace(tokens, (letter) => pastedAs(pastes, letter) ?? '');
}

/** The label of a placeholder: `[pasted: 214 lines, 9.1 kB]`. */
export function labelOf(text: string): string {
  const lines = text.split('\n').length;
  const bytes = new TextEncoder().encode(text).length;
  const size = bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
  return `[pasted: ${lines} ${lines === 1 ? 'line' : 'lines'}, ${size}]`;
}
