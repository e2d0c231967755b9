import { fitRow, type Row, rowWidth, span, type Tone } from './rows.ts';
import { wrap } from './wrap.ts';

/** Fewer columns than this are no fun to read: then the text goes below the name. */
const textColumns = 16;
const narrowIndent = 2;

function layOut(used: number, text: string, tone: Tone, width: number) {
  const roomy = width - used >= textColumns;
  const indent = roomy ? used : narrowIndent;
  const indented = (line: string): Row => [span(' '.repeat(indent)), span(line, tone)];
  return { roomy, lines: wrap(text, width - indent), indented };
}

/** Lays out a text after its beginning, further lines indented to where the text began. */
export function hang(beginning: Row, text: string, tone: Tone, width: number): Row[] {
  const { roomy, lines, indented } = layOut(rowWidth(beginning), text, tone, width);
  if (!roomy) return [fitRow(beginning, width), ...lines.map(indented)];
  return lines.map((line, i) => (i === 0 ? [...beginning, span(line, tone)] : indented(line)));
}

/** Lays out a further text below one that hangs after a beginning of `used` columns; in its first line `mark` stands at the left. */
export function hangOn(mark: Row, used: number, text: string, tone: Tone, width: number): Row[] {
  const { roomy, lines, indented } = layOut(used, text, tone, width);
  const gap = used - rowWidth(mark);
  return lines.map((line, i) =>
    i === 0 && roomy && gap > 0 ? [...mark, span(' '.repeat(gap)), span(line, tone)] : indented(line),
  );
}
