import { fitRow, type Row, rowWidth, span, type TextSpan, type Tone } from './rows.ts';
import { type Styled, styledRows } from './styled.ts';
import { wrapLines } from './wrap.ts';

/** Fewer columns than this are no fun to read: then the text goes below the name. */
const textColumns = 16;
const narrowIndent = 2;

function layOut(used: number, said: string | Styled, tone: Tone, width: number) {
  const { text, parts } = typeof said === 'string' ? { text: said, parts: [] } : said;
  const roomy = width - used >= textColumns;
  const indent = roomy ? used : narrowIndent;
  const indented = (line: Row): Row => [span(' '.repeat(indent)), ...line];
  return { roomy, lines: styledRows(wrapLines(text, width - indent), parts, tone), indented };
}

/** Lays out a text after its beginning, further lines indented to where the text began. */
export function hang(beginning: Row, text: string | Styled, tone: Tone, width: number): Row[] {
  const { roomy, lines, indented } = layOut(rowWidth(beginning), text, tone, width);
  if (!roomy) return [fitRow(beginning, width), ...lines.map(indented)];
  return lines.map((line, i) => (i === 0 ? [...beginning, ...line] : indented(line)));
}

/** Lays out a further text below one that hangs after a beginning of `used` columns; in its first line `mark` stands at the left. */
export function hangOn(mark: Row, used: number, text: string | Styled, tone: Tone, width: number): Row[] {
  const { roomy, lines, indented } = layOut(used, text, tone, width);
  const gap = used - rowWidth(mark);
  return lines.map((line, i) =>
    i === 0 && roomy && gap > 0 ? [...mark, span(' '.repeat(gap)), ...line] : indented(line),
  );
}

/** A row that hangs after this beginning, with the beginning in the place of the space that stands for it; unchanged where there is none. */
export function withBeginning(row: Row, beginning: Row): Row {
  const isBlank = (piece: TextSpan | undefined) => piece !== undefined && piece.text.trim() === '';
  const space = rowWidth(beginning);
  // Space alone, or a time and the space behind it.
  for (const count of [1, 2]) {
    if (isBlank(row[count - 1]) && rowWidth(row.slice(0, count)) === space) return [...beginning, ...row.slice(count)];
  }
  return row;
}
