import type { EventId, RoomEvent, RoomId, UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { describedAs } from '../testing/description.ts';
import type { ChatInput } from './input.ts';
import { emptyState, reduce } from './reducer.ts';

const event = (room: string, seq: number): RoomEvent =>
  ({
    type: 'message',
    room,
    seq,
    id: `e${seq}`,
    author: 'bob',
    at: seq,
    body: { kind: 'text', text: '' },
  }) as RoomEvent;
const range = (room: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => event(room, from + i));
const all = (...inputs: ChatInput[]) => inputs.reduce(reduce, emptyState);

test("a room may have the name of an object's property", () => {
  const room = 'constructor' as RoomId;
  const typing = { kind: 'typing', room, user: 'bob' as UserId, on: true } as const;
  expect(all(typing)).toBe(emptyState);
  const known = all({ kind: 'events', room, jump: 'new', after: 0, events: range(room, 1, 2) }, typing);
  expect(known.rooms).toEqual([room]);
  expect(known.byRoom[room]).toMatchObject({ id: room, cursor: 2, typing: ['bob'] });
  expect(known.byRoom['valueOf' as RoomId]).toBeUndefined();
  expect(reduce(known, { kind: 'rooms', rooms: [] }).byRoom[room]).toBeUndefined();
});

test('an older page that no longer fits is ignored, so that there is no gap', () => {
  const room = 'general' as RoomId;
  const begun = { kind: 'events', room, jump: 'new', after: 200, events: range(room, 201, 2200) } as const;
  const page = { kind: 'older', room, before: 201, events: range(room, 101, 200), atStart: false } as const;
  const seqs = (state: typeof emptyState) => [...(state.byRoom[room]?.timeline ?? [])].flatMap(({ seq }) => seq ?? []);
  expect(seqs(all(begun, page))[0]).toBe(101);
  // During the request a new entry has pushed out the oldest one.
  const late = all(begun, { ...begun, jump: undefined, after: 2200, events: range(room, 2201, 2201) }, page);
  expect(seqs(late)).toEqual(range(room, 202, 2201).map((e) => e.seq));
  const restored = all(begun, { ...begun, jump: 'restored', after: 500, events: range(room, 501, 510) }, page);
  expect(seqs(restored)).toEqual(range(room, 501, 510).map((e) => e.seq));
});

test('a waiting change is shown in its message until it is confirmed or refused, in whatever order both are loaded', () => {
  const room = 'general' as RoomId;
  const id = 'x' as EventId;
  const message = { id, room, text: 'better', atMs: 1, changes: { kind: 'edit', target: 5 } } as const;
  const begun = { kind: 'events', room, jump: 'new', after: 4, events: range(room, 5, 6) } as const;
  const entry = (state: typeof emptyState) => [...(state.byRoom[room]?.timeline ?? [])].find(({ seq }) => seq === 5);
  const waiting = all(begun, { kind: 'pending', message });
  expect(entry(waiting)).toMatchObject({ text: '', overlay: { id, text: 'better' } });
  const later = { kind: 'events', room, jump: 'new', after: 5, events: range(room, 6, 6) } as const;
  const older = { kind: 'older', room, before: 6, events: range(room, 5, 5), atStart: false } as const;
  expect(entry(all(later, { kind: 'pending', message }, older))).toEqual(entry(waiting));
  const refused = reduce(waiting, { kind: 'answered', id, refused: 'too late' });
  expect(entry(refused)).toEqual(entry(all(begun)));
  expect(refused.pending).toMatchObject([{ id, text: 'better', refused: 'too late' }]);
  expect(entry(reduce(refused, { kind: 'retried', id }))).toEqual(entry(waiting));
  const edit = { ...event(room, 7), id, type: 'message-edited', target: 5, body: { kind: 'text', text: 'better' } };
  const arrived = { ...begun, jump: undefined, after: 6, events: [edit as RoomEvent] };
  const shown = { text: 'better', rev: 7, editedAt: 7 };
  expect(entry(reduce(waiting, arrived))).toEqual({ ...entry(all(begun)), ...shown });
  const confirmed = reduce(waiting, { kind: 'answered', id, refused: undefined });
  expect(entry(confirmed)).toEqual(entry(all(begun)));
  expect(entry(reduce(confirmed, arrived))).toMatchObject(shown);
});

test('a joined room is shown with the reply, even if its first events come later', () => {
  const room = 'den' as RoomId;
  const summary = { id: room, ...describedAs('a-den', { topic: 'quiet', members: 3 }), head: 2, joined: true };
  const joined = all({ kind: 'room', room: summary });
  expect(joined.rooms).toEqual([room]);
  expect(joined.byRoom[room]).toMatchObject({ name: 'a-den', topic: 'quiet', members: 3, cursor: 0 });
  expect(all({ kind: 'room', room: { ...summary, joined: false } }).rooms).toEqual([]);
  const begun = reduce(joined, { kind: 'events', room, jump: 'new', after: 0, events: range(room, 1, 2) });
  expect(begun.byRoom[room]).toMatchObject({ topic: 'quiet', cursor: 2 });
});

test('a room is described by its header and the events after it, and is listed by its current name', () => {
  const [den, other] = ['den', 'other'] as [RoomId, RoomId];
  const renamed = (seq: number, name: string) => ({ ...event(den, seq), type: 'room-renamed', name }) as RoomEvent;
  const topic = (seq: number, text: string) => ({ ...event(den, seq), type: 'topic', topic: text }) as RoomEvent;
  const begin = { kind: 'events', jump: 'new', after: 0 } as const;
  const begun = all(
    { ...begin, room: other, events: [], header: { ...describedAs('kitchen'), asOf: 0 } },
    {
      ...begin,
      room: den,
      events: [renamed(1, 'early'), topic(2, 'early'), topic(3, 'now')],
      header: { ...describedAs('zoo', { topic: 'now' }), asOf: 3 },
    },
  );
  expect(begun.byRoom[den]).toMatchObject({ name: 'zoo', topic: 'now' });
  expect(begun.rooms).toEqual([other, den]);
  const live = { kind: 'events', room: den, jump: undefined, after: 3 } as const;
  const after = reduce(begun, { ...live, events: [topic(4, ''), renamed(5, 'attic')] });
  expect(after.byRoom[den]).toMatchObject({ name: 'attic', topic: '' });
  expect(after.rooms).toEqual([den, other]);
});

test('a room is archived by its header or by an event, until another event ends that', () => {
  const den = 'den' as RoomId;
  const archived = (seq: number, on: boolean) => ({ ...event(den, seq), type: 'room-archived', on }) as RoomEvent;
  const begin = { kind: 'events', room: den, jump: 'new', after: 0 } as const;
  const begun = all({ ...begin, events: [], header: { ...describedAs('den', { archived: true }), asOf: 3 } });
  expect(begun.byRoom[den]?.archived).toBe(true);
  const live = { kind: 'events', room: den, jump: undefined, after: 3 } as const;
  const ended = reduce(begun, { ...live, events: [archived(4, false)] });
  expect(ended.byRoom[den]?.archived).toBeUndefined();
  expect(reduce(ended, { ...live, events: [archived(5, true)] }).byRoom[den]?.archived).toBe(true);
});

test("members are counted once, whether a room's description comes before, with or after its events", () => {
  const room = 'den' as RoomId;
  const joined = (seq: number) => ({ ...event(room, seq), type: 'member-joined', author: `user${seq}` }) as RoomEvent;
  const summary = (head: number) => ({ id: room, ...describedAs('den', { members: head }), head, joined: true });
  const header = (asOf: number) => ({ ...describedAs('den', { members: asOf }), asOf });
  const begin = { kind: 'events', room, jump: 'new', after: 0, events: [1, 2, 3].map(joined) } as const;
  const live = { kind: 'events', room, jump: undefined, after: 3, events: [joined(4)] } as const;
  const counts = (...inputs: ChatInput[]) => all(...inputs).byRoom[room]?.members;
  expect(counts({ ...begin, header: header(1) })).toBe(3);
  expect(counts({ ...begin, header: header(3) })).toBe(3);
  expect(counts({ ...begin, header: header(4) }, live)).toBe(4);
  expect(counts({ ...begin, header: header(2) }, live)).toBe(4);
  expect(counts({ kind: 'room', room: summary(3) }, { ...begin, header: header(3) }, live)).toBe(4);
  // A reply older than the applied events has nothing new.
  expect(counts({ ...begin, header: header(3) }, live, { kind: 'room', room: summary(3) })).toBe(4);
  expect(counts({ ...begin, header: header(3) }, { kind: 'room', room: summary(4) }, live)).toBe(4);
});

test('the round trip is that of the last quick reply, and unknown without a connection', () => {
  const at = (...inputs: ChatInput[]) => inputs.reduce(reduce, emptyState).roundTripMs;
  const online = { kind: 'link', link: { status: 'online' } } as const;
  expect(at(online, { kind: 'round-trip', ms: 12.4 })).toBe(12);
  expect(at(online, { kind: 'round-trip', ms: 12 }, { kind: 'link', link: { status: 'offline' } })).toBeUndefined();
});

test('who is online is known in a room that was created or joined meanwhile', () => {
  const [general, den] = ['general', 'den'] as [RoomId, RoomId];
  const [ada, bob, cyd] = ['ada', 'bob', 'cyd'] as [UserId, UserId, UserId];
  const summary = { ...describedAs('den', { members: 3 }), head: 3, joined: true };
  const online = all(
    { kind: 'me', me: ada },
    { kind: 'rooms', rooms: [{ ...summary, id: general, online: [ada, bob] }] },
  );
  const roomEvent = (seq: number, type: string, author: UserId) => ({ ...event(den, seq), type, author }) as RoomEvent;
  const joins = [
    roomEvent(2, 'member-joined', ada),
    roomEvent(3, 'member-joined', bob),
    roomEvent(4, 'member-joined', cyd),
  ];
  const begin = { kind: 'events', room: den, jump: 'new', after: 0 } as const;
  // Created by this user: the first member is online, and so is who joins while online.
  const created = reduce(online, { ...begin, events: [roomEvent(1, 'room-created', ada), ...joins] });
  expect(created.byRoom[den]?.online).toEqual([ada, bob]);
  // Joined: it is unknown who is online until the members are listed.
  const joined = reduce(online, { ...begin, events: [roomEvent(1, 'room-created', bob), ...joins] });
  expect(joined.byRoom[den]?.online).toEqual([]);
  const members = [bob, cyd, ada].map((user) => ({ user, role: 'member', online: user !== cyd }) as const);
  const listed = reduce(joined, { kind: 'members', room: den, members });
  expect(listed.byRoom[den]?.online).toEqual([bob, ada]);
  expect(reduce(listed, { kind: 'members', room: den, members })).toBe(listed);
  const big = { ...summary, id: den, members: 251, head: 9 };
  const large = reduce(reduce(joined, { kind: 'room', room: big }), { kind: 'members', room: den, members });
  expect(large.byRoom[den]?.online).toEqual([]);
});
