import type { ChatState, RoomState } from '@securechat/client';
import type { RoomId } from '@securechat/protocol';

/**
 * The rooms to show: those of the user, and those that something unsent is for. Without these a message kept from the last load
 * of the page would be out of sight until the server answers, and one for a room that was left would be so for ever.
 */
export function shownRooms({ rooms, pending }: Pick<ChatState, 'rooms' | 'pending'>): readonly RoomId[] {
  return [...new Set([...rooms, ...pending.map((message) => message.room)])];
}

/** A room as it is known; a bare one where nothing is known of it. */
export function roomOf({ byRoom }: Pick<ChatState, 'byRoom'>, id: RoomId): RoomState {
  const bare = { topic: '', timeline: [], cursor: 0, readUpTo: 0, members: 0, online: [], typing: [] };
  return byRoom[id] ?? { id, atStart: true, ...bare };
}
