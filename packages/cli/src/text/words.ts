import { type WordRange, wordsIn } from '@securechat/protocol/words';
import { lettersOf } from './width.ts';

/** A text and a position in it, always between two graphemes. */
export type TextCursor = { readonly text: string; readonly cursor: number };

// A placeholder for a pasted text counts as one word.
const standIn = /[\u{e0200}-\u{e0fff}]/gu;

/** The words of a text and its placeholders for pasted texts, in order. */
function stopsIn(text: string): WordRange[] {
  const pasted = [...text.matchAll(standIn)].map(({ index, 0: { length } }) => ({ from: index, to: index + length }));
  return pasted.length === 0 ? wordsIn(text) : [...wordsIn(text), ...pasted].sort((a, b) => a.from - b.from);
}

const space = /\s/;
const ascii = /^[\n\u0020-\u007e]$/;

/** A line break, one code unit long. Texts copied from web pages and editors may contain Unicode's own separators. */
export const lineBreak = /[\n\u2028\u2029]/;

/** The start of the cursor's line. */
export function lineStart({ text, cursor }: TextCursor): number {
  let start = cursor;
  while (start > 0 && !lineBreak.test(text.charAt(start - 1))) start--;
  return start;
}

/** The end of the cursor's line. */
export function lineEnd({ text, cursor }: TextCursor): number {
  const length = text.slice(cursor).search(lineBreak);
  return length < 0 ? text.length : cursor + length;
}

/** The position before the grapheme on the left. Graphemes never span a line break, so only the line is segmented. */
export function letterBefore(spot: TextCursor): number {
  const start = lineStart(spot);
  if (start === spot.cursor) return Math.max(0, spot.cursor - 1);
  return spot.cursor - (lettersOf(spot.text.slice(start, spot.cursor)).at(-1)?.length ?? 0);
}

/** The position after the grapheme on the right. */
export function letterAfter(spot: TextCursor): number {
  const end = lineEnd(spot);
  if (end === spot.cursor) return Math.min(spot.text.length, spot.cursor + 1);
  return spot.cursor + (lettersOf(spot.text.slice(spot.cursor, end))[0]?.length ?? 0);
}

/** The start of the word on the left, as Unicode divides words. */
export function wordBefore({ text, cursor }: TextCursor): number {
  return settle(text, stopsIn(text.slice(0, cursor)).at(-1)?.from ?? 0);
}

/** The end of the word on the right, as Unicode divides words. */
export function wordAfter({ text, cursor }: TextCursor): number {
  const word = stopsIn(text.slice(cursor))[0];
  return settle(text, word ? cursor + word.to : text.length);
}

/** The position after the last space before the cursor's word. */
export function spaceBefore({ text, cursor }: TextCursor): number {
  let at = cursor;
  while (at > 0 && space.test(text[at - 1] ?? '')) at--;
  while (at > 0 && !space.test(text[at - 1] ?? '')) at--;
  return settle(text, at);
}

/** Moves a position inside a grapheme to its end: an edit can join graphemes. */
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

/** Moves a position inside a grapheme to its start. */
export function settleBack(text: string, cursor: number): number {
  const after = settle(text, cursor);
  return after === cursor ? cursor : letterBefore({ text, cursor: after });
}
