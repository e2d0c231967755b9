import type { RoomId, StateEntry } from '@securechat/protocol';
import type { ChatState } from '../chat/model.ts';

/** Whether the user has starred a room. */
export function isStarred({ userState }: Pick<ChatState, 'userState'>, room: RoomId): boolean {
  return userState.star.has(room);
}

/** The change that stars a room, or that removes its star. */
export function starChange(room: RoomId, on: boolean): StateEntry {
  return { kind: 'star', key: room, value: on || null };
}
