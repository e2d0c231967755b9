import { isOneWord } from '@securechat/protocol/words';
import type { Row, Span } from './rows.ts';

/** A link in a text: where it stands, and the address to open. */
export type TextLink = { readonly from: number; readonly to: number; readonly url: string };

/**
 * What an address may consist of: not spaces and quotes, and no punctuation of scripts that put no space after it (full-width and
 * ideographic marks, Arabic commas, dandas and the like).
 */
const candidate =
  /https?:\/\/[^\s<>"'`\\\u00ab\u00bb\u0589\u060c\u061b\u061f\u0964\u0965\u0f0d\u104a\u104b\u1361-\u1368\u17d4\u17d5\u06d4\u2018-\u201f\u2026\u2039\u203a\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff3f\uff40\uff5b-\uff65]+/giu;
/** Marks that end a sentence rather than an address. */
const trailing = /[.,:;!?*_~]/;
const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const plainAscii = /^[\u0021-\u007e]+$/;
/** Longer ones no browser needs to get from a chat. */
const longest = 2000;

/** How many brackets of each kind an address closes without having opened them. */
function strayBrackets(text: string): Record<string, number> {
  const stray: Record<string, number> = {};
  for (const [closing, opening] of Object.entries(pairs)) {
    stray[closing] = text.split(closing).length - text.split(opening).length;
  }
  return stray;
}

/** The address without what belongs to the sentence around it: a bracket stays where it is opened in the address. */
function trimmed(text: string): string {
  const stray = strayBrackets(text);
  let end = text.length;
  for (; end > 0; end--) {
    const last = text[end - 1] ?? '';
    const extra = stray[last] ?? 0;
    if (extra <= 0 && !trailing.test(last)) break;
    if (last in pairs) stray[last] = extra - 1;
  }
  return text.slice(0, end);
}

/**
 * The address as a browser reads it: of printable ASCII alone, whatever was written. `undefined` for what is no http or https
 * address, and for one with a name before an `@`, which makes the reader think of another host.
 */
export function safeUrl(text: string): string | undefined {
  if (text.length > longest || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '') {
    return undefined;
  }
  return plainAscii.test(url.href) && url.href.length <= longest ? url.href : undefined;
}

/** The links of a clean text, in order. */
export function linksIn(text: string): TextLink[] {
  // Most texts have none.
  if (!text.includes('://')) return [];
  return [...text.matchAll(candidate)].flatMap(({ index, 0: found }) => {
    if (isOneWord(text.slice(Math.max(0, index - 64), index), found)) return [];
    const written = trimmed(found);
    const url = safeUrl(written);
    return url === undefined ? [] : [{ from: index, to: index + written.length, url }];
  });
}

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
