// Runs in the searcher thread too: no imports.

/** More words than anyone types; keeps a hostile query short. */
const maxWords = 32;

/** What a query looks for. */
export type Query = {
  /** Words of the index, each once; a text has all of them. */
  readonly words: readonly string[];
  /** Runs of characters that a text has in one piece. The pairs of such a run may all be in the index, and the run not in the text. */
  readonly runs: readonly string[];
};

const letter = '[\\p{L}\\p{N}\\p{M}]';
/** A letter of a script whose words follow one another without spaces. */
const spaceless = `(?=${letter})[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}\\p{scx=Tibt}]`;
const emoji = '\\p{RI}\\p{RI}|\\p{Extended_Pictographic}';
const pieces = new RegExp(`(?:${spaceless})+|(?:(?!${spaceless})${letter})+|${emoji}`, 'gu');
const startsSpaceless = new RegExp(`^${spaceless}`, 'u');
/** Below this there is nothing that `plainPieces` would not find, and that is several times faster. */
const beyondSpaced = /[\u0e00-\u{10ffff}]/u;
const plainPieces = /[\p{L}\p{N}\p{M}]+/gu;
/**
 * Accents, and vowel points that are often left out. Not the vowel signs of Indian scripts, nor the two marks that make another syllable of
 * a Japanese one. Soft hyphens and word joiners are inside of words.
 */
const dropped = /(?![\u3099\u309a])(?=\p{M})[\p{sc=Zinh}\p{sc=Hebr}\p{sc=Arab}]|[\u00ad\u2060]/gu;

/**
 * More marks on one character than any language writes, and what becomes a mark when it is normalized. Each run of marks is sorted, in a
 * time that grows with the square of its length: a message of nothing but marks would take a second. Unicode's stream-safe text format
 * (UAX #15) has the same limit.
 */
const excessMarks = /([\p{M}\uff9e\uff9f]{30})[\p{M}\uff9e\uff9f]+/gu;

/** A text as searches compare it: without case, accents, and differences of width and form. */
function plain(text: string): string {
  const safe = text.replace(excessMarks, '$1');
  return safe.normalize('NFKD').toLowerCase().replace(dropped, '').replaceAll('ς', 'σ').normalize('NFKC');
}

function piecesOf(plainText: string): readonly string[] {
  return plainText.match(beyondSpaced.test(plainText) ? pieces : plainPieces) ?? [];
}

/** Each two neighbours of a run. */
function pairsOf(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`);
}

/**
 * The words of a text as the index holds them: runs of letters and digits, each emoji, and of scripts without spaces every character and
 * every pair of neighbours, since no dictionary cuts a query as it cuts a text.
 */
export function wordsOf(text: string): string[] {
  return piecesOf(plain(text)).flatMap((piece) => {
    if (!startsSpaceless.test(piece)) return [piece];
    const characters = [...piece];
    return [...characters, ...pairsOf(characters)];
  });
}

/** What to look for. What is not a word is left out. */
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

/** Whether a text has all these runs, each in one piece. */
export function hasRuns(text: string, runs: readonly string[]): boolean {
  if (runs.length === 0) return true;
  const whole = plain(text);
  return runs.every((run) => whole.includes(run));
}
