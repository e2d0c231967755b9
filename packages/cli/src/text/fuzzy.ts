import fuzzysort from 'fuzzysort';

/** Below this score the letters do occur, but the match would not be obvious to the user. */
const threshold = 0.3;

const sigil = /^[#@/]/;
const inWord = /[\p{L}\p{N}]/u;

/** Where the query occurs in a text: 0 at its beginning, 1 at the beginning of a word, 2 elsewhere, 3 not in one piece. */
function placeOf(typed: string, text: string): 0 | 1 | 2 | 3 {
  if (text.startsWith(typed) || text.replace(sigil, '').startsWith(typed)) return 0;
  let at = text.indexOf(typed);
  if (at < 0) return 3;
  for (; at >= 0; at = text.indexOf(typed, at + 1)) if (!inWord.test(text[at - 1] ?? '')) return 1;
  return 2;
}

/** What an item is found by: its name or, with a lower rank, another text. */
type FoundBy = { readonly name: string; readonly also?: string };

/**
 * The items that match the query, best first: matches at the beginning of the name, at the beginning of a word, elsewhere (each in
 * the given order), and then fuzzy matches by score. An empty query matches all of them.
 */
export function ranked<T>(typed: string, things: readonly T[], by: (thing: T) => FoundBy, most: number): readonly T[] {
  if (typed === '') return things.slice(0, most);
  const wanted = typed.toLowerCase();
  const targets = things.map((thing, order) => ({ thing, order, ...by(thing) }));
  // A match in a name comes before any match in a description.
  const scoreFn = ([name, also]: readonly ({ readonly score: number } | undefined)[]) => {
    const named = name?.score ?? 0;
    return named >= threshold ? 1 + named : Math.max(named, also?.score ?? 0);
  };
  return fuzzysort
    .go(typed, targets, { keys: ['name', 'also'], limit: 0, threshold: 0, scoreFn })
    .map(({ obj, score }) => ({ ...obj, score, place: placeOf(wanted, obj.name.toLowerCase()) }))
    .filter(({ place, score }) => place < 3 || score >= threshold)
    .sort((a, b) => a.place - b.place || (a.place === 3 ? b.score - a.score : 0) || a.order - b.order)
    .slice(0, most)
    .map(({ thing }) => thing);
}
