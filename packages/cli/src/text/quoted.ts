import { cleanLine } from './clean.ts';
import { lettersOf } from './width.ts';

const maxLetters = 40;

/** The beginning of a message in quotation marks, safe to draw in a sentence. */
export function quoted(text: string): string {
  const line = cleanLine(text.trim());
  const letters = lettersOf(line);
  return letters.length > maxLetters ? `“${letters.slice(0, maxLetters).join('')}…”` : `“${line}”`;
}
