import type { RoomId, UserId } from '@securechat/protocol';
import type { ChatState, RoomState, TimelineItem } from './model.ts';
import { oldestSeq } from './reducer.ts';

const rooms = (count: number) => (count === 1 ? '1 room' : `${count} rooms`);

/**
 * What a catch-up brought, in words: `37 new`, and rooms whose history on the server is another one than before. Empty when it brought
 * nothing. `gaps` counts rooms of which the server has more than was received.
 */
export function saySync({ events, gaps, restored }: Omit<NonNullable<ChatState['lastSync']>, 'atMs'>): string {
  return [
    ...(events > 0 ? [`${events} new`] : []),
    ...(restored > 0 ? [`${rooms(restored)} reloaded`] : []),
    ...(gaps > 0 ? [`${rooms(gaps)} incomplete`] : []),
  ].join(' · ');
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
  const bare = { topic: '', timeline: [], bytes: 0, cursor: 0, readUpTo: 0, members: 0, online: [], typing: [] };
  return byRoom[id] ?? { id, atStart: true, ...bare };
}

/** A member sees nothing from before its `joined`, unless it had been a member earlier. */
function beginsWithJoin(timeline: RoomState['timeline'], me: UserId | undefined): boolean {
  for (const item of timeline)
    if (item.kind === 'event') return item.event.type === 'joined' && item.event.author === me;
  return false;
}

const isMessage = (item: TimelineItem) => item.kind === 'event' && item.event.type === 'message';

/**
 * Why a room's timeline begins where it does, as a sentence to stand above it: a member sees what was sent while it was one. `undefined`
 * while older events may still be loaded, and where the first message of the room itself is there.
 */
export function sayBeginning(
  room: Pick<RoomState, 'timeline' | 'cursor' | 'atStart'>,
  me: UserId | undefined,
): string | undefined {
  if (!room.atStart && !beginsWithJoin(room.timeline, me)) return undefined;
  // Event 1 is the room's creation or the first `joined`, so what comes before event 2 is no message.
  const hidden = oldestSeq(room) > 2;
  for (const item of room.timeline) {
    if (isMessage(item)) return hidden ? 'Messages from before you joined are not shown.' : undefined;
  }
  return hidden ? 'No messages since you joined. Members do not see earlier ones.' : 'No messages yet.';
}
