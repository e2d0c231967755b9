import { isOneWord, type WordRange } from '@securechat/protocol/words';

/** Longer than any grapheme; what is further away does not matter. */
const context = 64;

/** Whether a word continues from one text into the next. */
const continues = (before: string, after: string): boolean =>
  before !== '' && after !== '' && isOneWord(before.slice(-context), after.slice(0, context));

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** The positions of the reader's own words in a text, in any case, each as a separate word. */
export function wordsIn(text: string, words: readonly string[]): WordRange[] {
  const wanted = words.map((word) => word.trim()).filter((word) => word !== '');
  if (wanted.length === 0) return [];
  const any = new RegExp(wanted.map(escaped).join('|'), 'giu');
  return [...text.matchAll(any)].flatMap(({ index: from, 0: found }) => {
    const to = from + found.length;
    const isApart = !continues(text.slice(0, from), found) && !continues(found, text.slice(to));
    return isApart ? [{ from, to }] : [];
  });
}
