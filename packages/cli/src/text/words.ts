import { type WordRange, wordsIn } from '@securechat/protocol/words';
import { lettersOf } from './width.ts';

/** A text and a place in it, always between two letters. */
export type TextCursor = { readonly text: string; readonly cursor: number };

// A letter that stands for a pasted text is passed by itself.
const standIn = /[\u{e0200}-\u{e0fff}]/gu;

/** The words of a text, and what stands in it for a pasted text, in order. */
function stopsIn(text: string): WordRange[] {
  const pasted = [...text.matchAll(standIn)].map(({ index, 0: { length } }) => ({ from: index, to: index + length }));
  return pasted.length === 0 ? wordsIn(text) : [...wordsIn(text), ...pasted].sort((a, b) => a.from - b.from);
}

const space = /\s/;
const ascii = /^[\n\u0020-\u007e]$/;

/** What ends a line, one unit long. Texts that are copied from web pages and editors may hold Unicode's own separators. */
export const lineBreak = /[\n\u2028\u2029]/;

/** Where the line of the cursor begins. */
export function lineStart({ text, cursor }: TextCursor): number {
  let start = cursor;
  while (start > 0 && !lineBreak.test(text.charAt(start - 1))) start--;
  return start;
}

/** Where the line of the cursor ends. */
export function lineEnd({ text, cursor }: TextCursor): number {
  const length = text.slice(cursor).search(lineBreak);
  return length < 0 ? text.length : cursor + length;
}

/** The place before the letter on the left. Letters never reach over a line break, so only the line is looked at. */
export function letterBefore(spot: TextCursor): number {
  const start = lineStart(spot);
  if (start === spot.cursor) return Math.max(0, spot.cursor - 1);
  return spot.cursor - (lettersOf(spot.text.slice(start, spot.cursor)).at(-1)?.length ?? 0);
}

/** The place after the letter on the right. */
export function letterAfter(spot: TextCursor): number {
  const end = lineEnd(spot);
  if (end === spot.cursor) return Math.min(spot.text.length, spot.cursor + 1);
  return spot.cursor + (lettersOf(spot.text.slice(spot.cursor, end))[0]?.length ?? 0);
}

/** The beginning of the word on the left, as Unicode divides words. */
export function wordBefore({ text, cursor }: TextCursor): number {
  return settle(text, stopsIn(text.slice(0, cursor)).at(-1)?.from ?? 0);
}

/** The end of the word on the right, as Unicode divides words. */
export function wordAfter({ text, cursor }: TextCursor): number {
  const word = stopsIn(text.slice(cursor))[0];
  return settle(text, word ? cursor + word.to : text.length);
}

/** The beginning of what was typed since the last space. */
export function spaceBefore({ text, cursor }: TextCursor): number {
  let at = cursor;
  while (at > 0 && space.test(text[at - 1] ?? '')) at--;
  while (at > 0 && !space.test(text[at - 1] ?? '')) at--;
  return settle(text, at);
}

/** This place, or the one after the letter that it would cut in two: letters can grow together when text comes between or goes. */
export function settle(text: string, cursor: number): number {
  const plain = (at: number) => at < 0 || at >= text.length || ascii.test(text[at] ?? '');
  if (plain(cursor - 1) && plain(cursor)) return cursor;
  const line = { text, cursor };
  let place = lineStart(line);
  for (const letter of lettersOf(text.slice(place, lineEnd(line)))) {
    if (place >= cursor) return place;
    place += letter.length;
  }
  return place;
}

/** This place, or the one before the letter that it would cut in two. */
export function settleBack(text: string, cursor: number): number {
  const after = settle(text, cursor);
  return after === cursor ? cursor : letterBefore({ text, cursor: after });
}
