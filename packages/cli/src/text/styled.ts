import { type Row, span, type TextSpan, type Tone } from './rows.ts';
import type { WrappedLine } from './wrap.ts';

/** A part of a text with a style of its own, or a link. */
export type StyledPart = {
  readonly from: number;
  readonly to: number;
  readonly as: Partial<Pick<TextSpan, 'link' | 'tone'>>;
};

/** A text and its parts, in order and without overlaps. */
export type Styled = { readonly text: string; readonly parts: readonly StyledPart[] };

/** The lines of a styled text as rows. Takes time in proportion to lines plus parts. */
export function styledRows(lines: readonly WrappedLine[], parts: readonly StyledPart[], tone: Tone): Row[] {
  let next = 0;
  return lines.map(({ text, from, indent }) => {
    const row: TextSpan[] = indent > 0 ? [span(' '.repeat(indent))] : [];
    const end = from + text.length;
    let done = from;
    const put = (to: number, as: StyledPart['as'] = {}) => {
      if (to > done) row.push({ ...span(text.slice(done - from, to - from), tone), ...as });
      done = Math.max(done, to);
    };
    for (; next < parts.length; next++) {
      const part = parts[next];
      if (!part || part.from >= end) break;
      put(Math.min(part.from, end));
      put(Math.min(part.to, end), part.as);
      // The part continues in the next line.
      if (part.to > end) break;
    }
    put(end);
    return row.length > 0 ? row : [span('', tone)];
  });
}
