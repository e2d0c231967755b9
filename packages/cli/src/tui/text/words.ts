import { lettersOf } from './width.ts';

/** A text and a place in it, always between two letters. */
export type Spot = { readonly text: string; readonly cursor: number };

// Made when first needed: it is slow to make, and the first screen does not need it.
let words: Intl.Segmenter | undefined;
const segmentsOf = (text: string) => {
  words ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  return [...words.segment(text)];
};

// What `clean()` leaves in no text stands for something else, as a pasted text, and is passed by itself.
const standsIn = /^\p{Default_Ignorable_Code_Point}$/u;
const isWord = ({ isWordLike, segment }: Intl.SegmentData) => isWordLike === true || standsIn.test(segment);

const space = /\s/;
const ascii = /^[\n\u0020-\u007e]$/;

/** Where the line of the cursor begins. */
export function lineStart({ text, cursor }: Spot): number {
  return cursor === 0 ? 0 : text.lastIndexOf('\n', cursor - 1) + 1;
}

/** Where the line of the cursor ends. */
export function lineEnd({ text, cursor }: Spot): number {
  const end = text.indexOf('\n', cursor);
  return end < 0 ? text.length : end;
}

/** The place before the letter on the left. Letters never reach over a line break, so only the line is looked at. */
export function letterBefore(spot: Spot): number {
  const start = lineStart(spot);
  if (start === spot.cursor) return Math.max(0, spot.cursor - 1);
  return spot.cursor - (lettersOf(spot.text.slice(start, spot.cursor)).at(-1)?.length ?? 0);
}

/** The place after the letter on the right. */
export function letterAfter(spot: Spot): number {
  const end = lineEnd(spot);
  if (end === spot.cursor) return Math.min(spot.text.length, spot.cursor + 1);
  return spot.cursor + (lettersOf(spot.text.slice(spot.cursor, end))[0]?.length ?? 0);
}

/** The beginning of the word on the left, as Unicode divides words. */
export function wordBefore({ text, cursor }: Spot): number {
  const word = segmentsOf(text.slice(0, cursor)).findLast(isWord);
  return settle(text, word?.index ?? 0);
}

/** The end of the word on the right, as Unicode divides words. */
export function wordAfter({ text, cursor }: Spot): number {
  const word = segmentsOf(text.slice(cursor)).find(isWord);
  return settle(text, word ? cursor + word.index + word.segment.length : text.length);
}

/** The beginning of what was typed since the last space. */
export function spaceBefore({ text, cursor }: Spot): number {
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
