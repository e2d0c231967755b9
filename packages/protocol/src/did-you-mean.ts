/** How many characters must be changed, added, dropped or swapped with their neighbour to make one word of the other. */
function distance(a: string, b: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + same,
          swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}

/** A longer word is no slip of the finger, and not worth comparing. */
const longest = 24;

/**
 * The known word that somebody most likely meant: one that begins as typed, or one that differs by a slip of the finger or two. There is
 * none where nothing is near: a far-fetched suggestion is worse than no suggestion.
 */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  if (typed.length < 2 || typed.length > longest) return undefined;
  const begins = known.find((word) => word.startsWith(typed));
  if (begins !== undefined) return begins;
  const slips = typed.length <= 4 ? 1 : 2;
  const [best] = known
    .map((word) => ({ word, apart: distance(typed, word) }))
    .filter(({ apart }) => apart <= slips)
    .sort((a, b) => a.apart - b.apart);
  return best?.word;
}

/** `nearest` as a question to put behind a sentence, or nothing. */
export function didYouMean(typed: string, known: readonly string[], prefix = ''): string {
  const word = nearest(typed, known);
  return word === undefined ? '' : ` Did you mean ${prefix}${word}?`;
}
