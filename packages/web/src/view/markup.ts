import { linksIn } from '@securechat/client';

/** A piece of a message: words, code, or a link to `url`. The pieces of a text put together are the text, marks included. */
export type Piece =
  | { readonly kind: 'text' | 'code' | 'block'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

const fence = /^ {0,3}```/;
/** Code within a line: the same number of backticks on both sides, and something in between. */
const inlineCode = /(?<!`)(`{1,2})(?!`)[^`\n]+\1(?!`)/g;

/**
 * The pieces of a message: fenced blocks (```), code within a line (`code`), http and https links outside of code, and text. Marks that
 * are not closed are text. Linear in the length of the text.
 */
export function piecesOf(text: string): Piece[] {
  // Most messages have neither.
  if (!text.includes('`') && !text.includes('://')) return text === '' ? [] : [{ kind: 'text', text }];
  return blocksOf(text).flatMap((piece) => (piece.kind === 'text' ? codeAndLinksOf(piece.text) : [piece]));
}

function blocksOf(text: string): Piece[] {
  const lines = text.split(/(?<=\n)/);
  // The last fence that could close a block: without one behind it, an opening fence is text, and nobody has to look for it again.
  const lastFence = lines.findLastIndex((line) => fence.test(line));
  const pieces: Piece[] = [];
  let kind: 'text' | 'block' = 'text';
  let current: string[] = [];
  const flush = () => {
    if (current.length > 0) pieces.push({ kind, text: current.join('') });
    current = [];
  };
  lines.forEach((line, at) => {
    const isFence = fence.test(line);
    if (kind === 'text' && isFence && at < lastFence) {
      flush();
      kind = 'block';
      current.push(line);
    } else if (kind === 'block' && isFence) {
      current.push(line);
      flush();
      kind = 'text';
    } else current.push(line);
  });
  flush();
  return pieces;
}

function codeAndLinksOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { index, 0: code } of text.matchAll(inlineCode)) {
    pieces.push(...withLinks(text.slice(done, index)), { kind: 'code', text: code });
    done = index + code.length;
  }
  return [...pieces, ...withLinks(text.slice(done))];
}

function withLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { from, to, url } of linksIn(text)) {
    if (from > done) pieces.push({ kind: 'text', text: text.slice(done, from) });
    pieces.push({ kind: 'link', text: text.slice(from, to), url });
    done = to;
  }
  if (done < text.length) pieces.push({ kind: 'text', text: text.slice(done) });
  return pieces;
}
