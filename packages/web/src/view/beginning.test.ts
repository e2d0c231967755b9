import type { RoomState } from '@securechat/client';
import type { UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { beginsWithJoinOf, sayBeginning } from './beginning.ts';

const ada = 'ada' as UserId;
const joined = (seq: number, author = 'ada') => ({ kind: 'event', event: { type: 'joined', seq, author } });
const message = (seq: number) => ({ kind: 'event', event: { type: 'message', seq, author: 'bob' } });
const presence = { kind: 'presence', key: 'p', user: 'bob' };
const room = (atStart: boolean, ...timeline: unknown[]) =>
  ({ id: 'general', atStart, timeline }) as unknown as RoomState;

test('a newcomer is told why the room is empty, and from where on it is not', () => {
  expect(sayBeginning(room(true, presence, joined(7)))).toBe(
    'You can see messages sent after you joined. There are none yet.',
  );
  expect(sayBeginning(room(true, joined(7), message(8)))).toBe('You can see messages sent after you joined.');
});

test('whoever sees all of a room is told that it starts there', () => {
  expect(sayBeginning(room(true, joined(2)))).toBe('This is the start of #general. Nobody has written anything yet.');
  expect(sayBeginning(room(true, joined(1), message(2)))).toBe('This is the start of #general.');
});

test('nothing is said while there may be older messages, or nothing is known', () => {
  expect(sayBeginning(room(false, joined(7)))).toBe('');
  expect(sayBeginning(room(true))).toBe('');
});

test('the own arrival as the first event is seen, that of others is not', () => {
  expect(beginsWithJoinOf(room(false, presence, joined(7)), ada)).toBe(true);
  expect(beginsWithJoinOf(room(false, joined(7, 'bob')), ada)).toBe(false);
  expect(beginsWithJoinOf(room(false, message(7), joined(8)), ada)).toBe(false);
});
