import { entryOf, type Notice } from '@securechat/client';
import { roomLabel } from '@securechat/client/present';
import { cleanLine } from '../../text/clean.ts';
import type { HasScreen } from '../chat-context.ts';

/** Shows who removed the user from a room, since the room itself disappears from the screen. */
export function tellRemoval(context: HasScreen, notice: Notice): void {
  if (notice.kind !== 'event') return;
  const entry = entryOf(notice.event);
  if (entry.kind !== 'system' || entry.change !== 'removed') return;
  const { author, user } = entry;
  if (user === context.view().chat.me)
    context.showStatus(
      `You were removed from ${roomLabel({ name: notice.roomName })} by ${cleanLine(author)}.`,
      'warning',
    );
}
