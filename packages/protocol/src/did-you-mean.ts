/** The edit distance between two words: characters to change, add, drop or swap with their neighbour. */
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

/** Longer words are no typing mistake, and not worth comparing. */
const longest = 24;

/**
 * The known word that was most likely meant: one that starts as typed, or one that differs by a typing mistake or two. Undefined if nothing
 * is close, because a far-fetched suggestion is worse than none.
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

/** `nearest` as a question to append to a sentence, or an empty text. */
export function didYouMean(typed: string, known: readonly string[], prefix = ''): string {
  const word = nearest(typed, known);
  return word === undefined ? '' : ` Did you mean ${prefix}${word}?`;
}
