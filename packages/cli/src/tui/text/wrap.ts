import { lettersOf, widthOf } from './width.ts';

/** Wraps one paragraph: between words where it can, within a word where it must. The space at a break is dropped. */
function wrapParagraph(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text];
  const letters = lettersOf(text);
  const lines: string[] = [];
  let start = 0;
  let used = 0;
  let afterSpace = 0;
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i] ?? '';
    const wide = widthOf(letter);
    if (letter === ' ') afterSpace = i + 1;
    // A space may hang over the edge, since it is dropped there.
    if (used + wide > width && letter !== ' ') {
      const end = afterSpace > start ? afterSpace : i;
      if (end > start) lines.push(letters.slice(start, end).join('').replace(/ +$/, ''));
      start = end;
      used = widthOf(letters.slice(start, i).join(''));
    }
    used += wide;
  }
  lines.push(letters.slice(start).join('').replace(/ +$/, ''));
  return lines;
}

/** A letter wider than the whole pane becomes `?`; letters that are wider together than apart are wrapped more tightly. */
function within(line: string, width: number): string[] {
  if (widthOf(line) <= width) return [line];
  for (let tighter = width - 1; tighter > 0; tighter--) {
    const lines = wrapParagraph(line, tighter);
    if (lines.every((part) => widthOf(part) <= width)) return lines;
  }
  return ['?'];
}

/** Breaks a clean text into lines of at most `width` columns. */
export function wrap(text: string, width: number): string[] {
  const columns = Math.max(1, width);
  return text
    .split('\n')
    .flatMap((paragraph) => wrapParagraph(paragraph, columns).flatMap((line) => within(line, columns)));
}
