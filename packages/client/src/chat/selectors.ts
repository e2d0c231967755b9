import type { RoomId, UserId } from '@securechat/protocol';
import type { ChatState, RoomState } from './model.ts';

/** Messages of others that the user has not seen. */
export function unreadCount(room: RoomState, me?: UserId): number {
  let count = 0;
  for (let i = room.timeline.length - 1; i >= 0; i--) {
    const item = room.timeline.at(i);
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

/**
 * The rooms to show: those of the user, and those that something unsent is for. Without these a message kept from an earlier
 * start would be out of sight until the server answers, and one for a room that was left would be so for ever.
 */
export function shownRooms({ rooms, pending }: Pick<ChatState, 'rooms' | 'pending'>): readonly RoomId[] {
  return [...new Set([...rooms, ...pending.map((message) => message.room)])];
}

/** A room as it is known; a bare one where nothing is known of it. */
export function roomOf({ byRoom }: Pick<ChatState, 'byRoom'>, id: RoomId): RoomState {
  const bare = { topic: '', timeline: [], cursor: 0, readUpTo: 0, members: 0, online: [], typing: [] };
  return byRoom[id] ?? { id, atStart: true, ...bare };
}
