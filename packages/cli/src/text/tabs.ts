import { widthOf } from './width.ts';

/** Columns between tab stops, as in terminals and most editors. */
const tabColumns = 8;

/** The width of a tab that starts in this column of its line. */
export function tabWidth(column: number): number {
  return tabColumns - (column % tabColumns);
}

function expandLine(line: string): string {
  const [first = '', ...parts] = line.split('\t');
  let out = first;
  let column = widthOf(first);
  for (const part of parts) {
    const wide = tabWidth(column);
    out += ' '.repeat(wide) + part;
    column += wide + widthOf(part);
  }
  return out;
}

/** Replaces tabs by spaces up to the next tab stop of each line. For drawing only: stored texts keep their tabs. */
export function expandTabs(text: string): string {
  return text.includes('\t') ? text.split('\n').map(expandLine).join('\n') : text;
}
