import stringWidth from 'string-width';

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const ascii = /^[\u0020-\u007e]*$/;

/** What a person sees as the letters of a text: an emoji of five code points is one. */
export function lettersOf(text: string): string[] {
  return ascii.test(text) ? text.split('') : Array.from(letters.segment(text), ({ segment }) => segment);
}

/** Widths of letters, since measuring one takes microseconds and texts repeat them. Emptied when full. */
const measured = new Map<string, number>();
const maxMeasured = 4096;
const isEmoji = /^\p{Extended_Pictographic}/u;
/** The longest family of emoji has 15 code units, and the longest letter of any script fewer than 10. */
const maxEmojiLength = 24;
const maxLetterLength = 10;

/** Of endless letters (hundreds of joined emoji or stacked consonants) each part counts, since terminals draw them one by one. */
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

/** How many columns of a terminal a clean text takes. */
export function widthOf(text: string): number {
  if (ascii.test(text)) return text.length;
  return lettersOf(text).reduce((sum, letter) => sum + letterWidth(letter), 0);
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
