import type { RoomId, UserId } from '@securechat/protocol';
import type { ChatState, RoomState } from './model.ts';

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

/** Whether the first entry is the user's own `joined`: a member sees nothing from before it, unless it had been a member earlier. */
export function beginsWithJoin(timeline: RoomState['timeline'], me: UserId | undefined): boolean {
  for (const entry of timeline) {
    if (entry.kind !== 'presence') return entry.kind === 'system' && entry.change === 'joined' && entry.author === me;
  }
  return false;
}
