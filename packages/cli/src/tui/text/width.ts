import stringWidth from 'string-width';

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const ascii = /^[\u0020-\u007e]*$/;

/** What a person sees as the letters of a text: an emoji of five code points is one. */
export function lettersOf(text: string): string[] {
  return ascii.test(text) ? text.split('') : Array.from(letters.segment(text), ({ segment }) => segment);
}

/** Widths of single letters, since measuring one takes microseconds and texts repeat them. Emptied when full. */
const measured = new Map<string, number>();
const maxMeasured = 4096;
/** Longer texts are lines rather than letters. */
const maxLetterLength = 16;

function measure(text: string): number {
  if (text.length > maxLetterLength) return stringWidth(text);
  const known = measured.get(text);
  if (known !== undefined) return known;
  if (measured.size >= maxMeasured) measured.clear();
  const width = stringWidth(text);
  measured.set(text, width);
  return width;
}

/** How many columns of a terminal a clean text takes. */
export function widthOf(text: string): number {
  return ascii.test(text) ? text.length : measure(text);
}

/** Cuts a line that is too wide and says so with `…`. */
export function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let out = '';
  let used = 0;
  for (const letter of lettersOf(text)) {
    used += widthOf(letter);
    if (used > width - 1) break;
    out += letter;
  }
  return width > 0 ? `${out}…` : '';
}
