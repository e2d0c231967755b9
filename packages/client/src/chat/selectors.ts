import type { RoomId } from '@securechat/protocol';
import { freshRoom } from './by-room.ts';
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
  return byRoom[id] ?? { ...freshRoom(id), atStart: true };
}
