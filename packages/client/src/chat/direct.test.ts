import type { RoomDescription, RoomEvent, RoomId, UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { beginningSentence, roomHandle, roomLabel } from '../present/index.ts';
import { describedAs } from '../testing/description.ts';
import type { ChatInput } from './input.ts';
import { emptyState, reduce } from './reducer.ts';
import { onlineOther, roomOf } from './selectors.ts';
import { unreadCountsOf } from './unread.ts';

const [ada, bob, id] = ['ada' as UserId, 'bob' as UserId, 'rdirect' as RoomId];
const event = (seq: number, type: string, author: UserId, more: object = {}): RoomEvent =>
  ({ type, room: id, seq, id: `e${seq}`, author, at: seq, ...more }) as RoomEvent;
const said = (seq: number, author: UserId) =>
  event(seq, 'message', author, { n: Math.max(1, seq - 3), body: { kind: 'text', text: 'hi' } });
const beginning = [event(1, 'room-created', bob, { kind: 'direct', topic: '' }), event(2, 'member-joined', bob)];
const joined = event(3, 'member-joined', ada, { by: bob });

const description: RoomDescription = {
  ...{ kind: 'direct', with: [bob], topic: '', history: 'shared', owners: [], members: 2, messages: 0 },
};
const header = { ...description, asOf: 3 };
const summary = { id, ...description, head: 3, joined: true };
const begun = (events: readonly RoomEvent[], after: number) =>
  ({ kind: 'events', room: id, jump: 'new', after, events, header }) as const;
const live = (...events: RoomEvent[]) =>
  ({ kind: 'events', room: id, jump: undefined, after: (events[0]?.seq ?? 1) - 1, events }) as const;
const me = { kind: 'me', me: ada } as const;
const all = (...inputs: ChatInput[]) => inputs.reduce(reduce, reduce(emptyState, me));

test('a direct room without messages is listed for the one who opened it only', () => {
  const empty = all(begun([joined], 2));
  expect(empty.rooms).toEqual([]);
  expect(empty.byRoom[id]).toMatchObject({ kind: 'direct', cursor: 3 });
  expect(reduce(empty, live(said(4, bob))).rooms).toEqual([id]);
  expect(reduce(empty, { kind: 'room', room: summary }).rooms).toEqual([id]);
  expect(all({ kind: 'room', room: summary }, begun([...beginning, joined], 0)).rooms).toEqual([id]);
  const synced: ChatInput = { kind: 'rooms', rooms: [{ ...summary, online: [] }] };
  expect(all(begun([joined], 2), synced).rooms).toEqual([]);
});

test('its events before the first message are no lines, and its beginning is still reached', () => {
  const room = roomOf(all(begun([...beginning, joined, said(4, bob)], 0)), id);
  expect([...room.timeline].map(({ seq }) => seq)).toEqual([4]);
  expect(room).toMatchObject({ atStart: true, cursor: 4 });
  const page = { kind: 'older', room: id, before: 4, events: [...beginning, joined], atStart: true } as const;
  const older = roomOf(all(begun([said(4, bob)], 3), page), id);
  expect([...older.timeline].map(({ seq }) => seq)).toEqual([4]);
  expect(older.atStart).toBe(true);
});

test('every message of the other counts as one for the reader', () => {
  const room = roomOf(all(begun([joined], 2), live(said(4, bob), said(5, ada), said(6, bob))), id);
  expect(unreadCountsOf(room, ada)).toMatchObject({ unread: 2, mentions: 2 });
});

test('it is called by the other person, and notes are called notes', () => {
  const room = roomOf(all({ kind: 'room', room: summary }), id);
  expect([roomLabel(room), roomHandle(room)]).toEqual(['@bob', '@bob']);
  expect(beginningSentence({ ...room, atStart: true }, ada)).toBe(
    'This is the start of your direct messages with @bob.',
  );
  const notes = { ...room, with: [ada], members: 1 };
  expect([roomLabel(notes), roomHandle(notes)]).toEqual(['notes', '@ada']);
  expect(beginningSentence({ ...notes, atStart: true }, ada)).toBe('These are your notes. Only you can read them.');
  const alone = roomOf(all(begun([joined], 2), live(event(4, 'member-left', bob, { deleted: true }))), id);
  expect([roomLabel(alone), alone.role]).toEqual(['@bob', 'reader']);
});

test('who is online in a new direct room is known from other rooms', () => {
  const general = { id: 'general' as RoomId, ...describedAs('general', { members: 3 }), head: 0, joined: true };
  const rooms: ChatInput = { kind: 'rooms', rooms: [{ ...general, online: [ada, bob] }] };
  const link = { kind: 'link', link: { status: 'online' } } as const;
  const opened = all(link, rooms, begun([joined], 2));
  expect(onlineOther(opened, roomOf(opened, id))).toBe('bob');
  const lost = reduce(opened, { kind: 'link', link: { status: 'offline' } });
  expect(onlineOther(lost, roomOf(lost, id))).toBeUndefined();
});

test('direct rooms are listed after the others', () => {
  const room = (name: string) => ({ ...summary, id: name as RoomId, kind: 'public', name, head: 2 }) as never;
  const state = all(
    { kind: 'room', room: summary },
    { kind: 'room', room: room('zoo') },
    { kind: 'room', room: room('a') },
  );
  expect(state.rooms).toEqual(['a', 'zoo', id]);
});
