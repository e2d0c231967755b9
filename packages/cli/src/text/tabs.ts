import { widthOf } from './width.ts';

/** Columns between two tab stops, as terminals and most editors have it. */
const tabColumns = 8;

/** How many columns a tab takes that stands in this column of its line. */
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

/** The text with spaces in the place of its tabs, up to the next tab stop of each line. For drawing alone: what is stored keeps them. */
export function expandTabs(text: string): string {
  return text.includes('\t') ? text.split('\n').map(expandLine).join('\n') : text;
}
