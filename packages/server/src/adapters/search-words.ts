// Also runs in the searcher thread: no imports.

/** More words than anyone types; bounds a hostile query. */
const maxWords = 32;

/** What a query searches for. */
export type Query = {
  /** Words of the index, each once; a match contains all of them. */
  readonly words: readonly string[];
  /** Runs of characters that a match contains contiguously. All pairs of a run may be in the index although the run is not in the text. */
  readonly runs: readonly string[];
};

const letter = '[\\p{L}\\p{N}\\p{M}]';
/** A letter of a script whose words follow one another without spaces. */
const spaceless = `(?=${letter})[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}\\p{scx=Tibt}]`;
const emoji = '\\p{RI}\\p{RI}|\\p{Extended_Pictographic}';
const pieces = new RegExp(`(?:${spaceless})+|(?:(?!${spaceless})${letter})+|${emoji}`, 'gu');
const startsSpaceless = new RegExp(`^${spaceless}`, 'u');
/** Below this `plainPieces` finds everything, several times faster. */
const beyondSpaced = /[\u0e00-\u{10ffff}]/u;
const plainPieces = /[\p{L}\p{N}\p{M}]+/gu;
/**
 * Accents, and vowel points that are often omitted. Not the vowel signs of Indian scripts, nor the two marks that form another syllable in
 * Japanese. Soft hyphens and word joiners occur inside words.
 */
const dropped = /(?![\u3099\u309a])(?=\p{M})[\p{sc=Zinh}\p{sc=Hebr}\p{sc=Arab}]|[\u00ad\u2060]/gu;

/**
 * More marks on one character than any language writes, including what becomes a mark when normalized. Normalizing sorts each run of marks
 * in quadratic time: a message of nothing but marks would take a second. Unicode's stream-safe text format (UAX #15) has the same limit.
 */
const excessMarks = /([\p{M}\uff9e\uff9f]{30})[\p{M}\uff9e\uff9f]+/gu;

/** A text as searches compare it: without case, accents, and variants of width and form. */
function plain(text: string): string {
  const safe = text.replace(excessMarks, '$1');
  return safe.normalize('NFKD').toLowerCase().replace(dropped, '').replaceAll('ς', 'σ').normalize('NFKC');
}

function piecesOf(plainText: string): readonly string[] {
  return plainText.match(beyondSpaced.test(plainText) ? pieces : plainPieces) ?? [];
}

/** Every pair of neighbours in a run. */
function pairsOf(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`);
}

/**
 * The words of a text as the index stores them: runs of letters and digits, each emoji, and, in scripts without spaces, every character and
 * every pair of neighbours, since no dictionary would split a query the way it splits a text.
 */
export function wordsOf(text: string): string[] {
  return piecesOf(plain(text)).flatMap((piece) => {
    if (!startsSpaceless.test(piece)) return [piece];
    const characters = [...piece];
    return [...characters, ...pairsOf(characters)];
  });
}

/** What to search for. Anything that is no word is left out. */
export function queryOf(text: string): Query {
  const words = new Set<string>();
  const runs: string[] = [];
  for (const piece of piecesOf(plain(text))) {
    const characters = startsSpaceless.test(piece) ? [...piece] : [];
    if (characters.length < 2) words.add(piece);
    else for (const pair of pairsOf(characters)) words.add(pair);
    if (characters.length > 2) runs.push(piece);
  }
  return { words: [...words].slice(0, maxWords), runs: runs.slice(0, maxWords) };
}

/** Whether a text contains each of these runs contiguously. */
export function hasRuns(text: string, runs: readonly string[]): boolean {
  if (runs.length === 0) return true;
  const whole = plain(text);
  return runs.every((run) => whole.includes(run));
}
