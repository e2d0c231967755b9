import type { UserId } from '@securechat/protocol';
import type { ChatState, RoomState } from './model.ts';

/** Messages of others that the user has not seen. */
export function unreadCount(room: RoomState, me?: UserId): number {
  let count = 0;
  for (let i = room.timeline.length - 1; i >= 0; i--) {
    const item = room.timeline[i];
    if (item?.kind !== 'event') continue;
    if (item.event.seq <= room.readUpTo) break;
    if (item.event.type === 'message' && item.event.author !== me) count++;
  }
  return count;
}

/**
 * What a catch-up brought, in words. Gaps are counted from what the server has, so that none is a finding; rooms are begun
 * anew where the server has another history than before.
 */
export function saySync({ events, gaps, restored }: Omit<NonNullable<ChatState['lastSync']>, 'atMs'>): string {
  const anew = restored > 0 ? ` · begun anew: ${restored}` : '';
  return `caught up: ${events} · gaps: ${gaps}${anew}`;
}
