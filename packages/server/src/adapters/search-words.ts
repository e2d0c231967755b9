/** More words than anyone types; keeps a hostile query short. */
const mostWords = 32;

/** The words of a text, as a search compares them: runs of letters and digits, without case or accents. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The words to look for, each once. What is not a word is left out. */
export function searchWords(query: string): string[] {
  return [...new Set(wordsOf(query))].slice(0, mostWords);
}
