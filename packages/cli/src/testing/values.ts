import {
  type ChatState,
  type Entry,
  emptyState,
  entryOf,
  type MessageEntry,
  type PendingMessage,
  type PresenceEntry,
  type RoomState,
  type SystemEntry,
  withEntries,
} from '@securechat/client';
import { describedAs } from '@securechat/client/testing';
import { eventId, type RoomEvent, roomId, type StateEntry, userId } from '@securechat/protocol';
import * as v from 'valibot';

/** A user's name. */
export const user = (name: string) => v.parse(userId, name);
/** A room's name. */
export const room = (name: string) => v.parse(roomId, name);

const noonMs = new Date(2026, 0, 1, 12, 0).getTime();
const base = (seq: number, author: string, at: number, where = 'general') => ({
  room: room(where),
  seq,
  id: v.parse(eventId, `e${seq}`),
  author: user(author),
  at,
});

/** A message as a timeline entry. */
export function aMessage(seq: number, author: string, text: string, at = noonMs + seq * 1000): MessageEntry {
  return { ...base(seq, author, at), kind: 'message', text };
}

/** Another event as a timeline entry. */
export function anEvent(
  seq: number,
  type: 'member-joined' | 'member-left' | 'member-removed' | 'room-created' | 'unknown',
  author: string,
  at = noonMs,
): MessageEntry | SystemEntry {
  const common = base(seq, author, at);
  const kinds: Record<typeof type, RoomEvent> = {
    'member-joined': { ...common, type: 'member-joined' },
    'member-left': { ...common, type: 'member-left' },
    'member-removed': { ...common, type: 'member-removed', user: user('cyd') },
    'room-created': { ...common, type: 'room-created', topic: '' },
    unknown: { ...common, type: 'unknown', of: 'newer', json: '{}' },
  };
  return entryOf(kinds[type]);
}

/** A presence entry. */
export function presence(name: string, online: boolean, at = noonMs): PresenceEntry {
  return { kind: 'presence', key: `${name} ${online} ${at}`, user: user(name), online, at };
}

/** A pending message, or a refused one. */
export function pending(id: string, text: string, refused?: string, where = 'general'): PendingMessage {
  const common = { id: v.parse(eventId, id), room: room(where), text, atMs: noonMs };
  return refused === undefined ? common : { ...common, refused };
}

/** A room with this timeline, all of it read. */
export function aRoom(name: string, timeline: readonly Entry[] = [], given: Partial<RoomState> = {}): RoomState {
  const cursor = timeline.reduce((seq, entry) => entry.seq ?? seq, 0);
  const readUpTo = given.readUpTo ?? cursor;
  const messages = timeline.filter(({ kind }) => kind === 'message');
  return {
    ...describedAs(name, { members: 2, messages: messages.length }),
    id: room(name),
    timeline,
    bytes: 0,
    cursor,
    atStart: true,
    readUpTo,
    readCount: messages.filter(({ seq = 0 }) => seq <= readUpTo).length,
    countedAt: cursor,
    opened: false,
    online: [user('ada')],
    typing: [],
    ...given,
  };
}

/** What a user with these entries keeps. */
export function keeps(...entries: readonly StateEntry[]): ChatState['userState'] {
  return withEntries(emptyState.userState, entries);
}

/** A chat state with these rooms. */
export function aChat(rooms: readonly RoomState[], given: Partial<ChatState> = {}): ChatState {
  return {
    ...emptyState,
    link: { status: 'online' },
    me: user('ada'),
    rooms: rooms.map(({ id }) => id),
    byRoom: Object.fromEntries(rooms.map((r) => [r.id, r])),
    userState: emptyState.userState,
    ...given,
  };
}
