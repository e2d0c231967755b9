import type { Notice } from '@securechat/client';
import { removalText } from '@securechat/client/present';
import type { HasScreen } from '../chat-context.ts';

/** Shows that a room was deleted, or who removed or banned the user from it, and why, since the room itself disappears from the screen. */
export function tellRemoval(context: HasScreen, notice: Notice): void {
  const text = removalText(notice, context.view().chat.me);
  if (text !== undefined) context.showStatus(text, 'warning');
}
