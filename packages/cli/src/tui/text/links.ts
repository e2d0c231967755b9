import { linksIn } from '@securechat/client';
import type { Row, Span } from './rows.ts';

/** Tells the number that a link is named by. */
export type NumberOf = (url: string) => number;

const mark = (number: number) => `[${number}]`;

/** A clean text with the number of each link before it, where links are numbered: `[2]https://a.example/`. */
export function numbered(text: string, numberOf: NumberOf | undefined): string {
  if (!numberOf) return text;
  let out = '';
  let done = 0;
  for (const { from, url } of linksIn(text)) {
    out += text.slice(done, from) + mark(numberOf(url));
    done = from;
  }
  return out + text.slice(done);
}

/** A part of a text that is a link, or looks otherwise than the rest. */
type Part = { readonly from: number; readonly to: number; readonly as: Partial<Pick<Span, 'link' | 'tone'>> };

function partsOf(text: string, numberOf: NumberOf | undefined): Part[] {
  return linksIn(text).flatMap(({ from, to, url }) => {
    const link: Part = { from, to, as: { link: url } };
    if (!numberOf) return [link];
    return [{ from: from - mark(numberOf(url)).length, to: from, as: { tone: 'muted' } }, link];
  });
}

/** A piece of the text that begins at `from`, cut where its parts begin and end. */
function cut(piece: Span, from: number, parts: readonly Part[]): Span[] {
  const { text } = piece;
  const out: Span[] = [];
  let done = 0;
  const put = (to: number, as: Part['as'] = {}) => {
    const end = Math.min(text.length, Math.max(0, to - from));
    if (end > done) out.push({ ...piece, text: text.slice(done, end), ...as });
    done = Math.max(done, end);
  };
  for (const part of parts) {
    put(part.from);
    put(part.to, part.as);
  }
  put(from + text.length);
  return out;
}

/**
 * The rows of a message with the links of its text marked, also where one goes on in the next row. What is marked is always a part
 * of the address itself, so that no text can pass for a link to elsewhere. Where links are numbered, `text` is the `numbered` one.
 */
export function withLinks(rows: readonly Row[], text: string, numberOf?: NumberOf): readonly Row[] {
  const parts = partsOf(text, numberOf);
  if (parts.length === 0) return rows;
  let done = 0;
  return rows.map((row) =>
    row.flatMap((piece) => {
      const at = piece.text.trim() === '' ? -1 : text.indexOf(piece.text, done);
      // Between two lines of a text only spaces are left out: anything else is no piece of it, but a name or a time.
      if (at < 0 || text.slice(done, at).trim() !== '') return [piece];
      done = at + piece.text.length;
      return cut(piece, at, parts);
    }),
  );
}
