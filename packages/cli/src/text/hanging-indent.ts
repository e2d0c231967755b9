import { fitRow, type Row, rowWidth, span, type TextSpan, type Tone } from './rows.ts';
import { type Styled, styledRows } from './styled.ts';
import { wrapLines } from './wrap.ts';

/** If fewer columns than this remain, the text is too narrow to read and starts below the name. */
const textColumns = 16;
const narrowIndent = 2;

function layOut(used: number, said: string | Styled, tone: Tone, width: number) {
  const { text, parts } = typeof said === 'string' ? { text: said, parts: [] } : said;
  const roomy = width - used >= textColumns;
  const indent = roomy ? used : narrowIndent;
  const indented = (line: Row): Row => [span(' '.repeat(indent)), ...line];
  return { roomy, lines: styledRows(wrapLines(text, width - indent), parts, tone), indented };
}

/** Lays out a text after its beginning; further lines are indented to where the text started. */
export function hang(beginning: Row, text: string | Styled, tone: Tone, width: number): Row[] {
  const { roomy, lines, indented } = layOut(rowWidth(beginning), text, tone, width);
  if (!roomy) return [fitRow(beginning, width), ...lines.map(indented)];
  return lines.map((line, i) => (i === 0 ? [...beginning, ...line] : indented(line)));
}

/** Lays out another text under a hanging indent of `used` columns; `mark` stands at the left of its first line. */
export function hangOn(mark: Row, used: number, text: string | Styled, tone: Tone, width: number): Row[] {
  const { roomy, lines, indented } = layOut(used, text, tone, width);
  const gap = used - rowWidth(mark);
  return lines.map((line, i) =>
    i === 0 && roomy && gap > 0 ? [...mark, span(' '.repeat(gap)), ...line] : indented(line),
  );
}

/** Puts the beginning back into a row that was laid out with a placeholder for it; other rows are unchanged. */
export function withBeginning(row: Row, beginning: Row): Row {
  const isBlank = (piece: TextSpan | undefined) => piece !== undefined && piece.text.trim() === '';
  const space = rowWidth(beginning);
  // The placeholder is only spaces, or a time followed by spaces.
  for (const count of [1, 2]) {
    if (isBlank(row[count - 1]) && rowWidth(row.slice(0, count)) === space) return [...beginning, ...row.slice(count)];
  }
  return row;
}
