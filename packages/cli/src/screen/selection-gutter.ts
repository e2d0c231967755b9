import type { Seq } from '@securechat/protocol';
import { padRow, type Row, span } from '../text/rows.ts';

/** The marks of a selection: the current message, and the selected ones. */
export type Marks = { readonly at: Seq; readonly isPicked: (seq: Seq) => boolean };

/** The width of the gutter. */
export const marginColumns = 2;

const margin = span(' '.repeat(marginColumns));

/** Rows with an empty gutter. */
export function withMargin(rows: readonly Row[]): Row[] {
  return rows.map((row) => [margin, ...row]);
}

/** The rows of a message with its marks in the gutter: `>` if current, `*` if selected, as characters for every theme. */
export function withMarks(rows: readonly Row[], seq: Seq, { at, isPicked }: Marks, width: number): Row[] {
  const picked = isPicked(seq);
  if (seq === at) {
    const mark = span(picked ? '>*' : '> ', 'selected');
    return rows.map((row) => padRow([mark, ...row.map((piece) => ({ ...piece, tone: mark.tone }))], width, mark.tone));
  }
  return picked ? rows.map((row) => [span('*'.padEnd(marginColumns), 'strong'), ...row]) : withMargin(rows);
}

/** True for a row of the current message. */
export function isHere(row: Row): boolean {
  const [mark] = row;
  return mark?.tone === 'selected' && mark.text.startsWith('>');
}
