import { lettersOf, widthOf } from './width.ts';

/** A line of a wrapped text: its part from the index `from` on, shown after `indent` spaces. */
export type WrappedLine = { readonly text: string; readonly from: number; readonly indent: number };

type Letter = { readonly text: string; readonly width: number };
/** A word and the spaces after it, which need not be shown at the end of a line. */
type Word = { readonly letters: readonly Letter[]; readonly width: number; readonly spaces: number };

/** Scripts in which a line may break between any two characters, except before or after some punctuation. */
const breakable = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const notFirst = /^[、。，．・：；？！）］｝」』】〉》〕’”…ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ％]/u;
const notLast = /[（［｛「『【〈《〔‘“]$/u;

function canBreak(before: string, after: string): boolean {
  if (before === ' ' && after !== ' ') return true;
  if (after === ' ' || (!breakable.test(before) && !breakable.test(after))) return false;
  return !notFirst.test(after) && !notLast.test(before);
}

const measured = (text: string): Letter[] =>
  lettersOf(text).map((letter) => ({ text: letter, width: widthOf(letter) }));

function wordsOf(letters: readonly Letter[]): Word[] {
  const words: Word[] = [];
  let start = 0;
  const end = (to: number) => {
    const word = letters.slice(start, to);
    let spaces = 0;
    while (spaces < word.length && word[word.length - 1 - spaces]?.text === ' ') spaces++;
    const width = word.slice(0, word.length - spaces).reduce((sum, letter) => sum + letter.width, 0);
    words.push({ letters: word, width, spaces });
    start = to;
  };
  letters.forEach(({ text }, i) => {
    if (i > 0 && canBreak(letters[i - 1]?.text ?? '', text)) end(i);
  });
  if (letters.length > 0) end(letters.length);
  return words;
}

/** Builds lines of at most `width` columns. */
class Filler {
  readonly lines: WrappedLine[] = [];
  readonly #width: number;
  readonly #indent: number;
  #text = '';
  #from: number;
  #at: number;
  #used = 0;

  constructor(from: number, width: number, indent = 0) {
    this.#from = from;
    this.#at = from;
    this.#width = width;
    this.#indent = indent;
  }

  /** Columns that are free in the current line. */
  get free(): number {
    return this.#width - (this.lines.length > 0 ? this.#indent : 0) - this.#used;
  }

  get isEmpty(): boolean {
    return this.#text === '';
  }

  put({ text, width }: Letter): void {
    if (width > this.free && !this.isEmpty) this.end();
    // A grapheme that is wider than the whole pane.
    const fits = width <= this.free;
    this.#text += fits ? text : '?';
    this.#used += fits ? width : 1;
    this.#at += text.length;
  }

  /** Skips a grapheme. */
  skip({ text }: Letter): void {
    this.#at += text.length;
    if (this.isEmpty) this.#from = this.#at;
  }

  end(): void {
    this.lines.push({ text: this.#text, from: this.#from, indent: this.lines.length > 0 ? this.#indent : 0 });
    [this.#text, this.#from, this.#used] = ['', this.#at, 0];
  }
}

/** Breaks between words if possible; a word longer than a line starts on the current one. */
function wrapSoft(text: string, from: number, width: number): WrappedLine[] {
  const filler = new Filler(from, width);
  for (const { letters, width: wide, spaces } of wordsOf(measured(text))) {
    if (wide > filler.free && wide <= width && !filler.isEmpty) filler.end();
    const last = letters.length - spaces;
    letters.forEach((letter, i) => {
      // Spaces at the end of a line and at the beginning of a wrapped one are dropped.
      if (i >= last && filler.free < 1) filler.skip(letter);
      else filler.put(letter);
    });
  }
  filler.end();
  return filler.lines.map((line) => ({ ...line, text: line.text.replace(/ +$/, '') }));
}

/** Fewer columns than these are too narrow to read. */
const minColumns = 16;

/** Breaks at the edge only; further lines have the indent of the first. */
function wrapHard(text: string, from: number, width: number): WrappedLine[] {
  const edge = /^ */.exec(text)?.[0].length ?? 0;
  const filler = new Filler(from, width, width - edge >= minColumns ? edge : 0);
  for (const letter of measured(text)) filler.put(letter);
  filler.end();
  return filler.lines;
}

/** The opening or closing line of a fenced code block. */
const fence = /^ {0,3}(?:`{3,}[^`]*|~{3,}.*)$/;

/**
 * Breaks a clean text into lines of at most `width` columns: prose between words, indented lines and code blocks at the edge with
 * their indent. Takes time in proportion to the text's length.
 */
export function wrapLines(text: string, width: number): WrappedLine[] {
  const columns = Math.max(1, width);
  let from = 0;
  let inBlock = false;
  return text.split('\n').flatMap((paragraph) => {
    const start = from;
    from += paragraph.length + 1;
    const isFence = fence.test(paragraph);
    const hard = inBlock || isFence || paragraph.startsWith(' ');
    if (isFence) inBlock = !inBlock;
    if (widthOf(paragraph) <= columns) return [{ text: paragraph, from: start, indent: 0 }];
    return hard ? wrapHard(paragraph, start, columns) : wrapSoft(paragraph, start, columns);
  });
}

/** As `wrapLines`, but returns plain strings. */
export function wrap(text: string, width: number): string[] {
  return wrapLines(text, width).map((line) => ' '.repeat(line.indent) + line.text);
}
