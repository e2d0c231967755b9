import { clean as cleanText, type Face } from '@securechat/client/present';
import { expandTabs } from './tabs.ts';

export { cleanLine } from '@securechat/client/present';

/** Makes text from others safe to print on a terminal; tabs become spaces up to the next tab stop. */
export function clean(text: string): string {
  return expandTabs(cleanText(text));
}

/** What the presenter needs to know about a terminal. */
export const terminalFace: Face = { clean, update: 'update securechat' };
