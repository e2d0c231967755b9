import { clean as cleanText, type Face } from '@securechat/client/present';
import { expandTabs } from './tabs.ts';

export { cleanLine } from '@securechat/client/present';

/** Makes the text of others safe to draw on a terminal; tabs become spaces up to the next tab stop. */
export function clean(text: string): string {
  return expandTabs(cleanText(text));
}

/** How a terminal differs from other faces. */
export const terminalFace: Face = { clean, update: 'update securechat' };
