import type { UserId } from '@securechat/protocol';
import type { RoomState } from './model.ts';

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
