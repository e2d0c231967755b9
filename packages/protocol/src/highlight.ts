import { splitCode } from './code.ts';
import { continuesWord, type WordRange } from './words.ts';

/** Longer than any grapheme; what is further away does not matter. */
const context = 64;

/** The words that begin with the same characters: whether one ends here, and how others continue, by UTF-16 unit. */
type Trie = { ends: boolean; readonly next: Map<number, Trie> };

const tries = new WeakMap<readonly string[], Trie>();

function trieOf(words: readonly string[]): Trie {
  const known = tries.get(words);
  if (known) return known;
  const root: Trie = { ends: false, next: new Map() };
  for (const word of words) {
    let node = root;
    const lower = lowerCase(word.trim());
    for (let i = 0; i < lower.length; i++) {
      const unit = lower.charCodeAt(i);
      const next: Trie = node.next.get(unit) ?? { ends: false, next: new Map() };
      node.next.set(unit, next);
      node = next;
    }
    node.ends = node !== root;
  }
  tries.set(words, root);
  return root;
}

/** A text in lower case, every character at its place. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (character) => {
    const one = character.toLowerCase();
    return one.length === character.length ? one : character;
  }).join('');
}

/** Whether a word that begins or ends at this place is a separate one there. */
function isApart(text: string, at: number): boolean {
  return !continuesWord(text.slice(Math.max(0, at - context), at), text.slice(at, at + context));
}

/** The end of the longest separate word that begins at this place. */
function endAt(text: string, from: number, root: Trie): number | undefined {
  let end: number | undefined;
  let to = from;
  for (let node = root.next.get(text.charCodeAt(to)); node; node = node.next.get(text.charCodeAt(to))) {
    to++;
    if (node.ends && isApart(text, to)) end = to;
  }
  return end;
}

function rangesIn(text: string, root: Trie): WordRange[] {
  const ranges: WordRange[] = [];
  for (let from = 0; from < text.length; from++) {
    if (!root.next.has(text.charCodeAt(from)) || !isApart(text, from)) continue;
    const to = endAt(text, from, root);
    if (to === undefined) continue;
    ranges.push({ from, to });
    from = to - 1;
  }
  return ranges;
}

/**
 * The positions of a reader's highlight words in a text, in any case, each as a separate word; nothing in code is one. The server counts
 * with it, and clients mark with it, so that what is counted is what is marked. Takes linear time, whatever the words are, since they are
 * short. Pass the same array for many texts.
 */
export function highlightsIn(text: string, words: readonly string[]): WordRange[] {
  if (words.length === 0) return [];
  const root = trieOf(words);
  let at = 0;
  return splitCode(lowerCase(text)).flatMap(({ kind, text: part }) => {
    const from = at;
    at += part.length;
    if (kind !== 'text') return [];
    return rangesIn(part, root).map((range) => ({ from: from + range.from, to: from + range.to }));
  });
}
