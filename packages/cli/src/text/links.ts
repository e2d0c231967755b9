import type { Part } from '@securechat/client/present';
import type { Styled, StyledPart } from './styled.ts';

/** Returns the number of a link. */
export type NumberOf = (url: string) => number;

/** Parts of a message as styled text: mentions and links are marked, and each link follows its number if links are numbered. */
export function styledOf(message: readonly Part[], numberOf?: NumberOf): Styled {
  const parts: StyledPart[] = [];
  let text = '';
  const put = (piece: string, as?: StyledPart['as']) => {
    if (as) parts.push({ from: text.length, to: text.length + piece.length, as });
    text += piece;
  };
  for (const part of message) {
    if (part.kind === 'link') {
      if (numberOf) put(`[${numberOf(part.url)}]`, { tone: 'muted' });
      put(part.text, { link: part.url });
    } else put(part.text, part.kind === 'mention' ? { tone: 'mention' } : undefined);
  }
  return { text, parts };
}
