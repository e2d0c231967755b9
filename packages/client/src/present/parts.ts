import { splitCode } from '@securechat/protocol/code';
import { highlightsIn } from '@securechat/protocol/highlight';
import type { Everybody } from '@securechat/protocol/mention';
import { linksIn } from '../chat/links.ts';
import { mentionsIn } from '../chat/unread.ts';

/** A part of a message: text, inline code, a code block, a mention of the reader, or a link to `url`. Concatenated, the parts are the text, marks included. */
export type Part =
  | { readonly kind: 'text' | 'code' | 'block' | 'mention'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

/**
 * The parts of a message: fenced blocks (```), inline code (`code`), outside of code http and https links, mentions of `me` and the reader's
 * `own` words, and text.
 * Unclosed marks are text. Linear in the length of the text.
 */
export function partsOf(text: string, me?: string, everybody?: Everybody, own: readonly string[] = []): Part[] {
  return splitCode(text).flatMap(({ kind, text: part }) =>
    kind === 'text' ? linksAndMentions(part, me, everybody, own) : [{ kind, text: part }],
  );
}

/** The links of a text, the mentions of `me` and of everybody, the reader's own words, and the text between them. If two overlap, the first one counts. */
export function linksAndMentions(
  text: string,
  me?: string,
  everybody?: Everybody,
  own: readonly string[] = [],
): Part[] {
  const found = [
    ...linksIn(text).map(({ from, to, url }) => ({ from, to, url })),
    ...(me === undefined
      ? []
      : [...mentionsIn(text, me, everybody), ...highlightsIn(text, own)].map(({ from, to }) => ({
          from,
          to,
          url: undefined,
        }))),
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
