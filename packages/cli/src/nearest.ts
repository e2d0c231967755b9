/** How many letters must change to make one word of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The word that somebody most likely meant: one that begins so, or else the one with the fewest other letters. */
export function nearest(typed: string, known: readonly string[]): string {
  // A longer word is no slip of the finger, and not worth comparing.
  const short = typed.slice(0, 20);
  const begins = known.find((word) => short !== '' && word.startsWith(short));
  if (begins !== undefined) return begins;
  return known.reduce((best, word) => (distance(short, word) < distance(short, best) ? word : best), known[0] ?? '');
}
