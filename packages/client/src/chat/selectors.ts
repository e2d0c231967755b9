import type { RoomId } from '@securechat/protocol';
import { freshRoom } from './by-room.ts';
import type { ChatState, RoomState } from './model.ts';

/**
 * The rooms to show: those of the user, and those with unsent messages. Otherwise a message stored by an earlier run would be hidden until
 * the server replies, and one for a room that was left would be hidden for ever.
 */
export function shownRooms({ rooms, pending }: Pick<ChatState, 'rooms' | 'pending'>): readonly RoomId[] {
  return [...new Set([...rooms, ...pending.map((message) => message.room)])];
}

/** The state of a room; an empty one if it is unknown. */
export function roomOf({ byRoom }: Pick<ChatState, 'byRoom'>, id: RoomId): RoomState {
  return byRoom[id] ?? { ...freshRoom(id), atStart: true };
}
