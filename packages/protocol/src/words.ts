/** A word of a text: from the index `from` up to, but excluding, `to`. */
export type WordRange = { readonly from: number; readonly to: number };

// Created on first use, because it takes milliseconds and most programs never need it.
let segmenter: Intl.Segmenter | undefined;

const latin = /^\p{Script=Latin}/u;
const letter = /^\p{L}/u;
const wordCharacter = /^[\p{L}\p{N}\p{M}_]/u;
/** Extends the character before it: marks, and joiners and selectors that have no width. */
const extending = /^[\p{M}\p{Default_Ignorable_Code_Point}]/u;
const emoji = /^[\p{Extended_Pictographic}\p{Regional_Indicator}]/u;
/** Scripts whose words are not separated by spaces. */
const spaceless =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;

type LetterKind = 'latin' | 'other' | 'neutral';

/** Digits, marks and `_` belong to the script around them. */
function kindOf(character: string): LetterKind {
  if (latin.test(character)) return 'latin';
  return letter.test(character) ? 'other' : 'neutral';
}

/** How far back the letter that a mark or digit belongs to is searched; a limit, so that no text makes this slow. */
const maxLookBack = 64;

/** The last character of a text, without its marks, and the kind of its last letter. */
function endOf(text: string): { readonly last: string; readonly kind: LetterKind } {
  const characters = [...text.slice(-maxLookBack)].reverse();
  const last = characters.find((character) => !extending.test(character)) ?? '';
  for (const character of characters) {
    if (extending.test(character)) continue;
    if (!wordCharacter.test(character)) break;
    const kind = kindOf(character);
    if (kind !== 'neutral') return { last, kind };
  }
  return { last, kind: 'neutral' };
}

/**
 * True if the end of `before` and the beginning of `after`, joined, would be inside one word. Letters of the Latin script and of another
 * one never are (`bob님`, `请bob`), nor are those of a script without spaces, where any position can be a word boundary. Takes constant time.
 */
export function isOneWord(before: string, after: string): boolean {
  const { last, kind } = endOf(before);
  const next = String.fromCodePoint(after.codePointAt(0) ?? 0x20);
  if (!wordCharacter.test(last) || !wordCharacter.test(next)) return false;
  if (spaceless.test(last) || spaceless.test(next)) return false;
  const nextKind = kindOf(next);
  return kind === 'neutral' || nextKind === 'neutral' || kind === nextKind;
}

/** Of these, two that meet are always in one word. */
const asciiWord = /[a-z0-9_]/i;
const isAscii = (text: string) => text.charCodeAt(0) < 0x80;

/** `isOneWord`, faster where both characters that meet are ASCII; false at the beginning and the end of a text. */
export function continuesWord(before: string, after: string): boolean {
  const [last, next] = [before.slice(-1), after.slice(0, 1)];
  if (last === '' || next === '') return false;
  if (isAscii(last) && isAscii(next)) return asciiWord.test(last) && asciiWord.test(next);
  return isOneWord(before, after);
}

/** A segment split where the Latin script meets another. */
function cutByScript(segment: string, from: number): WordRange[] {
  const ranges: WordRange[] = [];
  let start = 0;
  let at = 0;
  let kind: LetterKind = 'neutral';
  for (const character of segment) {
    const next = kindOf(character);
    if (next !== 'neutral') {
      if (kind !== 'neutral' && kind !== next) {
        ranges.push({ from: from + start, to: from + at });
        start = at;
      }
      kind = next;
    }
    at += character.length;
  }
  return [...ranges, { from: from + start, to: from + at }];
}

/**
 * The words of a text, in order: as Unicode divides them (UAX #29), with dictionaries for scripts without spaces, split where the Latin
 * script meets another. An emoji is a word. Spaces and punctuation are in none. Takes linear time.
 */
export function wordsIn(text: string): WordRange[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'word' });
  const words: WordRange[] = [];
  for (const { segment, index, isWordLike } of segmenter.segment(text)) {
    if (isWordLike) words.push(...cutByScript(segment, index));
    else if (emoji.test(segment)) words.push({ from: index, to: index + segment.length });
  }
  return words;
}
