import { isOneWord } from '@securechat/protocol/words';

/** The used part of the URL class, which every runtime has; the client core is compiled without any runtime's types. */
declare const URL: {
  canParse(text: string): boolean;
  new (
    text: string,
  ): { readonly protocol: string; readonly username: string; readonly password: string; readonly href: string };
};

/** A link in a text: its position, and the address to open. */
export type TextLink = { readonly from: number; readonly to: number; readonly url: string };

/**
 * Characters of an address: no spaces and quotes, and no punctuation of scripts without a space after it (full-width and ideographic marks,
 * Arabic commas, dandas and the like).
 */
const candidate =
  /https?:\/\/[^\s<>"'`\\\u00ab\u00bb\u0589\u060c\u061b\u061f\u0964\u0965\u0f0d\u104a\u104b\u1361-\u1368\u17d4\u17d5\u06d4\u2018-\u201f\u2026\u2039\u203a\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff3f\uff40\uff5b-\uff65]+/giu;
/** Punctuation that ends a sentence rather than an address. */
const trailing = /[.,:;!?*_~]/;
const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const plainAscii = /^[\u0021-\u007e]+$/;
/** No useful address in a chat is longer. */
const maxLength = 2000;

/** The number of brackets of each kind that an address closes without having opened them. */
function strayBrackets(text: string): Record<string, number> {
  const stray: Record<string, number> = {};
  for (const [closing, opening] of Object.entries(pairs)) {
    stray[closing] = text.split(closing).length - text.split(opening).length;
  }
  return stray;
}

/** The address without the punctuation of the sentence around it; a bracket that is opened in the address stays. */
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
 * The address as a browser reads it, in printable ASCII. `undefined` for anything but http or https, and for an address with a user name
 * before an `@`, which could make the reader think of another host.
 */
export function safeUrl(text: string): string | undefined {
  if (text.length > maxLength || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '') {
    return undefined;
  }
  return plainAscii.test(url.href) && url.href.length <= maxLength ? url.href : undefined;
}

/** The links of a clean text, in order. Only http and https addresses are links. Linear in the length of the text. */
export function linksIn(text: string): TextLink[] {
  // Most texts contain none.
  if (!text.includes('://')) return [];
  return [...text.matchAll(candidate)].flatMap(({ index, 0: found }) => {
    if (isOneWord(text.slice(Math.max(0, index - 64), index), found)) return [];
    const written = trimmed(found);
    const url = safeUrl(written);
    return url === undefined ? [] : [{ from: index, to: index + written.length, url }];
  });
}
