import fuzzysort from 'fuzzysort';

/** Below this a label has the letters, but nobody would see why. */
const threshold = 0.3;

/** The choices whose label, or less so their detail, has these letters in this order, the best first; all of them where there are none. */
export function ranked<T extends { readonly label: string; readonly detail: string }>(
  letters: string,
  choices: readonly T[],
  limit: number,
): readonly T[] {
  if (letters === '') return choices.slice(0, limit);
  const found = fuzzysort.go(letters, choices, {
    keys: ['label', 'detail'],
    limit,
    threshold,
    // A name that has the letters comes before any sentence that has.
    scoreFn: ([label, detail]) => {
      const named = label?.score ?? 0;
      return named >= threshold ? 1 + named : (detail?.score ?? 0);
    },
  });
  return found.map(({ obj }) => obj);
}
