import { linksIn } from '@securechat/client';
import type { Part } from './styled.ts';

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

/** The links of a clean text as parts of it. Where links are numbered, `text` is the `numbered` one, and the numbers are muted. */
export function linkParts(text: string, numberOf?: NumberOf): Part[] {
  return linksIn(text).flatMap(({ from, to, url }) => {
    const link: Part = { from, to, as: { link: url } };
    if (!numberOf) return [link];
    return [{ from: from - mark(numberOf(url)).length, to: from, as: { tone: 'muted' } }, link];
  });
}
