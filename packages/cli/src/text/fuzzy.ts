import fuzzysort from 'fuzzysort';

/** Below this a text has the letters, but nobody would see why. */
const threshold = 0.3;

const sigil = /^[#@/]/;
const inWord = /[\p{L}\p{N}]/u;

/** Where a text has what was typed: 0 at its beginning, 1 where a word begins, 2 elsewhere, 3 nowhere in one piece. */
function placeOf(typed: string, text: string): 0 | 1 | 2 | 3 {
  if (text.startsWith(typed) || text.replace(sigil, '').startsWith(typed)) return 0;
  let at = text.indexOf(typed);
  if (at < 0) return 3;
  for (; at >= 0; at = text.indexOf(typed, at + 1)) if (!inWord.test(text[at - 1] ?? '')) return 1;
  return 2;
}

/** What a thing is found by: its name, or less so another text. */
type FoundBy = { readonly name: string; readonly also?: string };

/**
 * The things that have what was typed, or its letters in this order, the likeliest first: those whose name begins with it, those with
 * a word that does, those that have it elsewhere, each in the order that they came in, and then the others by how near the letters
 * stand. All of them where nothing was typed.
 */
export function ranked<T>(typed: string, things: readonly T[], by: (thing: T) => FoundBy, most: number): readonly T[] {
  if (typed === '') return things.slice(0, most);
  const wanted = typed.toLowerCase();
  const targets = things.map((thing, order) => ({ thing, order, ...by(thing) }));
  // A name that has the letters comes before any sentence that has.
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
