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
} from '@securechat/client';
import { describedAs } from '@securechat/client/testing';
import { eventId, type RoomEvent, roomId, userId } from '@securechat/protocol';
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
  type: 'joined' | 'left' | 'removed' | 'made' | 'unknown',
  author: string,
  at = noonMs,
): MessageEntry | SystemEntry {
  const common = base(seq, author, at);
  const kinds: Record<typeof type, RoomEvent> = {
    joined: { ...common, type: 'joined' },
    left: { ...common, type: 'left' },
    removed: { ...common, type: 'removed', user: user('cyd') },
    made: { ...common, type: 'made', topic: '' },
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
  return {
    ...describedAs(name, { members: 2 }),
    id: room(name),
    timeline,
    bytes: 0,
    cursor,
    atStart: true,
    readUpTo: cursor,
    countedAt: cursor,
    online: [user('ada')],
    typing: [],
    ...given,
  };
}

/** A chat state with these rooms. */
export function aChat(rooms: readonly RoomState[], given: Partial<ChatState> = {}): ChatState {
  return {
    link: { status: 'online' },
    roundTripMs: undefined,
    me: user('ada'),
    memory: emptyState.memory,
    rooms: rooms.map(({ id }) => id),
    byRoom: Object.fromEntries(rooms.map((r) => [r.id, r])),
    pending: [],
    lastSync: undefined,
    ...given,
  };
}
