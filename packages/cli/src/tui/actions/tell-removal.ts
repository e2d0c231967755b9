import type { Notice } from '@securechat/client';
import { cleanLine } from '../text/clean.ts';
import type { Tui } from './tui.ts';

/** The room goes from the screen with the user's membership, so a sentence says why, and by whom. */
export function tellRemoval(tui: Tui, notice: Notice): void {
  if (notice.kind !== 'event' || notice.event.type !== 'removed') return;
  const { room, author, user } = notice.event;
  if (user === tui.view().chat.me) tui.remark(`You were removed from #${room} by ${cleanLine(author)}.`, 'warning');
}
