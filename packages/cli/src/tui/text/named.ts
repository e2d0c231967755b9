import { mentionsIn } from '@securechat/client';
import type { Row, Span } from './rows.ts';

/** The rows of a message with the reader's name marked where its text names them. */
export function withMentions(rows: readonly Row[], name: string): Row[] {
  return rows.map((row) => row.flatMap((piece) => (piece.tone === 'plain' ? cut(piece, name) : [piece])));
}

function cut(piece: Span, name: string): Span[] {
  const { text } = piece;
  const out: Span[] = [];
  let done = 0;
  for (const { from, to } of mentionsIn(text, name)) {
    if (from > done) out.push({ ...piece, text: text.slice(done, from) });
    out.push({ ...piece, text: text.slice(from, to), tone: 'mention' });
    done = to;
  }
  return done === 0 ? [piece] : done < text.length ? [...out, { ...piece, text: text.slice(done) }] : out;
}
