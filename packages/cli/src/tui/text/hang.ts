import { fitRow, type Row, rowWidth, span, type Tone } from './rows.ts';
import { wrap } from './wrap.ts';

/** Fewer columns than this are no fun to read: then the text goes below the name. */
const textColumns = 16;
const narrowIndent = 2;

/** Lays out a text after its beginning, further lines indented to where the text began. */
export function hang(beginning: Row, text: string, tone: Tone, width: number): Row[] {
  const used = rowWidth(beginning);
  const roomy = width - used >= textColumns;
  const indent = roomy ? used : narrowIndent;
  const lines = wrap(text, width - indent);
  const indented = (line: string): Row => [span(' '.repeat(indent)), span(line, tone)];
  if (!roomy) return [fitRow(beginning, width), ...lines.map(indented)];
  return lines.map((line, i) => (i === 0 ? [...beginning, span(line, tone)] : indented(line)));
}
