import { linksIn } from '../chat/links.ts';
import { mentionsIn } from '../chat/unread.ts';

/** A part of a message: text, inline code, a code block, a mention of the reader, or a link to `url`. Concatenated, the parts are the text, marks included. */
export type Part =
  | { readonly kind: 'text' | 'code' | 'block' | 'mention'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

const fence = /^ {0,3}```/;
/** Inline code: the same number of backticks on both sides, and something in between. */
const inlineCode = /(?<!`)(`{1,2})(?!`)[^`\n]+\1(?!`)/g;

/**
 * The parts of a message: fenced blocks (```), inline code (`code`), outside of code http and https links and mentions of `me`, and text.
 * Unclosed marks are text. Linear in the length of the text.
 */
export function partsOf(text: string, me?: string): Part[] {
  if (!text.includes('`')) return linksAndMentions(text, me);
  return blocksOf(text).flatMap((part) => (part.kind === 'text' ? codeOf(part.text, me) : [part]));
}

function blocksOf(text: string): Part[] {
  const lines = text.split(/(?<=\n)/);
  // The last fence that could close a block: an opening fence after it is text, without searching again.
  const lastFence = lines.reduce((last, line, at) => (fence.test(line) ? at : last), -1);
  const parts: Part[] = [];
  let kind: 'text' | 'block' = 'text';
  let current: string[] = [];
  const flush = () => {
    if (current.length > 0) parts.push({ kind, text: current.join('') });
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
  return parts;
}

function codeOf(text: string, me: string | undefined): Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const { index, 0: code } of text.matchAll(inlineCode)) {
    parts.push(...linksAndMentions(text.slice(done, index), me), { kind: 'code', text: code });
    done = index + code.length;
  }
  return [...parts, ...linksAndMentions(text.slice(done), me)];
}

/** The links of a text, the mentions of `me`, and the text between them. If two overlap, the first one counts. */
export function linksAndMentions(text: string, me?: string): Part[] {
  const found = [
    ...linksIn(text).map(({ from, to, url }) => ({ from, to, url })),
    ...(me === undefined ? [] : mentionsIn(text, me).map(({ from, to }) => ({ from, to, url: undefined }))),
  ].sort((a, b) => a.from - b.from);
  const parts: Part[] = [];
  let done = 0;
  const words = (to: number) => {
    if (to > done) parts.push({ kind: 'text', text: text.slice(done, to) });
  };
  for (const { from, to, url } of found) {
    if (from < done) continue;
    words(from);
    const shown = text.slice(from, to);
    parts.push(url === undefined ? { kind: 'mention', text: shown } : { kind: 'link', text: shown, url });
    done = to;
  }
  words(text.length);
  return parts;
}
