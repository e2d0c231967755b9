import type { RoomId, UserId } from '@securechat/protocol';
import { isHidden } from '../user-state/hidden-rooms.ts';
import type { UserState } from '../user-state/user-state.ts';
import { freshRoom } from './by-room.ts';
import type { ChatState, RoomState } from './model.ts';

/**
 * The rooms to show: those of the user, and those with unsent messages. Otherwise a message stored by an earlier run would be hidden until
 * the server replies, and one for a room that was left would be hidden for ever.
 */
export function shownRooms({ rooms, pending }: Pick<ChatState, 'rooms' | 'pending'>): readonly RoomId[] {
  return [...new Set([...rooms, ...pending.map((message) => message.room)])];
}

/**
 * Whether a room is listed. A direct room begins with an event for each member and one for itself, and is not listed before its first
 * message, except where the user has opened it. Neither is one that the user has hidden, or whose other person is blocked.
 */
export function isListed(room: RoomState, userState: UserState): boolean {
  const { kind, opened, cursor, members, with: people = [] } = room;
  if (kind !== 'direct') return true;
  if (isHidden(userState, room) || people.some((user) => userState.block.has(user))) return false;
  return opened || cursor > 1 + members;
}

/** The other person of a direct room, if they are online; without a connection that is unknown. */
export function onlineOther({ link }: Pick<ChatState, 'link'>, room: RoomState): UserId | undefined {
  const { kind, with: people = [], members, online } = room;
  if (kind !== 'direct' || members === 1 || link.status !== 'online') return undefined;
  return people.find((user) => online.includes(user));
}

/** The state of a room; an empty one if it is unknown. */
export function roomOf({ byRoom }: Pick<ChatState, 'byRoom'>, id: RoomId): RoomState {
  return byRoom[id] ?? { ...freshRoom(id), atStart: true };
}
