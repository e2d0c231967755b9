import type { RoomId, RoomName, UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import type { ChatState, RoomState } from '../chat/model.ts';
import {
  isCalled,
  labelAmong,
  labelInSentence,
  type NamedRoom,
  roomHandle,
  roomLabel,
  sameNameText,
  typedAmong,
} from './room-label.ts';

const id = 'rabcdefghijklmnopqrst' as RoomId;
const people = (...names: string[]) => names as UserId[];

test.each<[room: NamedRoom, label: string, handle: string]>([
  [{ id, kind: 'public', name: 'ops' as RoomName }, '#ops', 'ops'],
  [{ id, kind: 'private', name: 'ops' as RoomName, with: people('bob') }, '#ops', 'ops'],
  [{ id, kind: 'direct', with: people('bob') }, '@bob', '@bob'],
  [{ id, kind: 'private', with: people('bob', 'cyd') }, 'bob, cyd', id],
  [{ id, kind: 'private', with: [] }, '(unnamed room)', id],
  [{ id, kind: 'private' }, '(unnamed room)', id],
])('a room is called by its name, its people, or its id: %j', (room, label, handle) => {
  expect(roomLabel(room)).toBe(label);
  expect(roomHandle(room)).toBe(handle);
});

test('a label is safe to draw', () => {
  expect(roomLabel({ kind: 'direct', with: people('b\u202eob') })).toBe('@bob');
});

/** A state with these rooms, in this order. */
const stateOf = (...rooms: NamedRoom[]) => ({
  rooms: rooms.map((room) => room.id),
  byRoom: Object.fromEntries(rooms.map((room) => [room.id, room as RoomState])) as ChatState['byRoom'],
});
const room = (end: string, more: object): NamedRoom => ({ id: `rabcdefghijklmnop${end}` as RoomId, ...more });
const hiring = { name: 'hiring' as RoomName };

test('of several rooms of one name, the private ones are told apart by the end of their id', () => {
  const open = room('0000', { kind: 'public', ...hiring });
  const [one, two] = [room('1111', { kind: 'private', ...hiring }), room('2222', { kind: 'private', ...hiring })];
  const ops = room('3333', { kind: 'private', name: 'ops' });
  const state = stateOf(open, one, two, ops);
  expect([open, one, two, ops].map((each) => labelAmong(state, each))).toEqual([
    '#hiring',
    '#hiring~1111',
    '#hiring~2222',
    '#ops',
  ]);
  expect(typedAmong(state, two)).toBe('hiring~2222');
  expect([open, one, two].map((each) => isCalled(each, '#Hiring~2222'))).toEqual([false, false, true]);
  expect([open, one, two].map((each) => isCalled(each, 'hiring'))).toEqual([true, true, true]);
  expect(labelAmong(stateOf(one, ops), one)).toBe('#hiring');
});

test('whoever gets a second room of a name is told how the two are listed', () => {
  const [one, two] = [room('1111', { kind: 'private', ...hiring }), room('2222', { kind: 'private', ...hiring })];
  const notice =
    'You have another room called #hiring. The new one is listed as #hiring~2222, the other one as #hiring~1111.';
  expect(sameNameText(stateOf(one), two)).toBe(notice);
  expect(sameNameText(stateOf(one, two), two)).toBe(notice);
  expect(sameNameText(stateOf(one, two), two, 'This one')).toBe(notice.replace('The new one', 'This one'));
  expect(sameNameText(stateOf(one), one)).toBeUndefined();
  expect(sameNameText(stateOf(room('3333', { kind: 'private' })), room('4444', { kind: 'private' }))).toBeUndefined();
});

test('a room without a name is called by its people, in any order, and named so in sentences', () => {
  const both = room('1111', { kind: 'private', with: people('bob', 'cyd') });
  const alone = room('2222', { kind: 'private', with: [] });
  for (const typed of ['bob, cyd', 'cyd bob', '@Bob @cyd', both.id])
    expect([typed, isCalled(both, typed)]).toEqual([typed, true]);
  for (const typed of ['bob', '@bob', 'bob, eve', '']) expect([typed, isCalled(both, typed)]).toEqual([typed, false]);
  for (const typed of ['unnamed room', '(unnamed room)'])
    expect([typed, isCalled(alone, typed)]).toEqual([typed, true]);
  const withBob = room('3333', { kind: 'private', with: people('bob') });
  expect([isCalled(withBob, 'bob'), isCalled(withBob, '@bob')]).toEqual([true, false]);
  expect([labelInSentence(both), labelInSentence(alone)]).toEqual(['the room with bob, cyd', 'the unnamed room']);
  expect(labelInSentence(room('1', { kind: 'public', ...hiring }))).toBe('#hiring');
  expect(typedAmong(stateOf(both, alone), both)).toBe('bob, cyd');
});
