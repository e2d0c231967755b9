import type { Row } from '../text/rows.ts';
import { span } from '../text/rows.ts';
import { lettersOf, widthOf } from '../text/width.ts';
import type { Composer } from './composer.ts';

/** The composer on the screen: its rows, and where among them the cursor stands. */
export type ComposerView = {
  readonly rows: readonly Row[];
  readonly cursor: { readonly x: number; readonly y: number };
};

const prompt = '> ';

/** Lays out the text being typed, letter by letter so that every place of the cursor has its own cell. */
export function composerRows({ text, cursor }: Composer, columns: number, most: number): ComposerView {
  const width = Math.max(2, columns - prompt.length - 1);
  const lines: string[] = [''];
  let used = 0;
  let index = 0;
  let place = { x: 0, y: 0 };
  for (const letter of [...lettersOf(text), '']) {
    const wide = widthOf(letter);
    if (used + wide > width && letter !== '\n') {
      lines.push('');
      used = 0;
    }
    if (index === cursor) place = { x: used, y: lines.length - 1 };
    index += letter.length;
    if (letter === '\n') {
      lines.push('');
      used = 0;
    } else {
      lines[lines.length - 1] += letter;
      used += wide;
    }
  }
  const from = Math.max(0, Math.min(place.y - most + 1, lines.length - most));
  const shown = lines.slice(from, from + most);
  const rows = shown.map((line, i): Row => [span(from + i === 0 ? prompt : '  ', 'strong'), span(line)]);
  return { rows, cursor: { x: place.x + prompt.length, y: place.y - from } };
}
