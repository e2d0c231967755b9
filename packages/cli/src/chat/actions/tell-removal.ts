import { entryOf, type Notice } from '@securechat/client';
import { roomLabel } from '@securechat/client/present';
import { cleanLine } from '../../text/clean.ts';
import type { HasScreen } from '../chat-context.ts';

/** The room goes from the screen with the user's membership, so a sentence says why, and by whom. */
export function tellRemoval(context: HasScreen, notice: Notice): void {
  if (notice.kind !== 'event') return;
  const entry = entryOf(notice.event);
  if (entry.kind !== 'system' || entry.change !== 'removed') return;
  const { room, author, user } = entry;
  if (user === context.view().chat.me)
    context.showStatus(`You were removed from ${roomLabel(room)} by ${cleanLine(author)}.`, 'warning');
}
