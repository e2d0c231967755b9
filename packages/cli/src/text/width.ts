import stringWidth from 'string-width';

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const ascii = /^[\u0020-\u007e]*$/;

/** The graphemes of a text: an emoji of five code points is one. */
export function lettersOf(text: string): string[] {
  return ascii.test(text) ? text.split('') : Array.from(letters.segment(text), ({ segment }) => segment);
}

/** Cached widths, since measuring a grapheme takes microseconds and texts repeat them. Emptied when full. */
const measured = new Map<string, number>();
const maxMeasured = 4096;
const isEmoji = /^\p{Extended_Pictographic}/u;
/** The longest family emoji has 15 code units, and the longest grapheme of any script fewer than 10. */
const maxEmojiLength = 24;
const maxLetterLength = 10;

/** In an endless grapheme (hundreds of joined emoji or stacked consonants) each part counts, since terminals draw them one by one. */
function measure(letter: string): number {
  if (letter.length <= (isEmoji.test(letter) ? maxEmojiLength : maxLetterLength)) return stringWidth(letter);
  return [...letter].reduce((sum, point) => sum + stringWidth(point), 0);
}

function letterWidth(letter: string): number {
  const known = measured.get(letter);
  if (known !== undefined) return known;
  if (measured.size >= maxMeasured) measured.clear();
  const width = measure(letter);
  if (letter.length <= maxEmojiLength) measured.set(letter, width);
  return width;
}

/** The width of a clean text in terminal columns. */
export function widthOf(text: string): number {
  if (ascii.test(text)) return text.length;
  return lettersOf(text).reduce((sum, letter) => sum + letterWidth(letter), 0);
}

/** Truncates a line that is too wide, with `…` at its end. */
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
