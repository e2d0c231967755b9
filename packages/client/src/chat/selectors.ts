import type { RoomId } from '@securechat/protocol';
import type { ChatState, RoomState } from './model.ts';

/**
 * The rooms to show: those of the user, and those that something unsent is for. Without these a message kept from an earlier
 * start would be out of sight until the server answers, and one for a room that was left would be so for ever.
 */
export function shownRooms({ rooms, pending }: Pick<ChatState, 'rooms' | 'pending'>): readonly RoomId[] {
  return [...new Set([...rooms, ...pending.map((message) => message.room)])];
}

/** A room as it is known; a bare one where nothing is known of it. */
export function roomOf({ byRoom }: Pick<ChatState, 'byRoom'>, id: RoomId): RoomState {
  const bare = {
    topic: '',
    timeline: [],
    bytes: 0,
    cursor: 0,
    readUpTo: 0,
    members: 0,
    countedAt: 0,
    online: [],
    typing: [],
  };
  return byRoom[id] ?? { id, atStart: true, ...bare };
}
