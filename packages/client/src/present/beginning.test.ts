import type { RoomEvent, RoomName, UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { type Entry, entryOf } from '../timeline/entry.ts';
import { beginningSentence } from './beginning.ts';
import { syncText } from './link.ts';

const ada = 'ada' as UserId;
const event = (seq: number, type: 'joined' | 'message', author = 'ada'): Entry => {
  const body = type === 'message' ? { body: { kind: 'text', text: 'hi' } } : {};
  return entryOf({ room: 'ops', seq, id: `e${seq}`, author, at: 0, type, ...body } as RoomEvent);
};
const beginning = (timeline: readonly Entry[], atStart = true, cursor = timeline.length) =>
  beginningSentence({ name: 'ops' as RoomName, timeline, cursor, atStart }, ada);

test('a timeline explains why it begins where it does', () => {
  expect(beginning([])).toBe('No messages yet.');
  expect(beginning([event(1, 'joined')])).toBe('No messages yet.');
  expect(beginning([event(1, 'joined'), event(2, 'message')])).toBeUndefined();
  // Event 1 is never a message.
  expect(beginning([event(2, 'joined'), event(3, 'message')])).toBeUndefined();
  expect(beginning([event(7, 'joined')])).toBe('No messages since you joined. Members do not see earlier ones.');
  expect(beginning([], true, 7)).toBe('No messages since you joined. Members do not see earlier ones.');
  expect(beginning([event(7, 'joined'), event(8, 'message')])).toBe('Messages from before you joined are not shown.');
});

test('there is no sentence while older messages may be loaded, unless the user has just joined', () => {
  expect(beginning([event(7, 'message')], false)).toBeUndefined();
  expect(beginning([event(7, 'joined', 'bob')], false)).toBeUndefined();
  expect(beginning([event(7, 'joined')], false)).toBe('No messages since you joined. Members do not see earlier ones.');
});

test('the result of a catch-up is described in words, and empty if there was nothing', () => {
  expect(syncText({ events: 37, gaps: 0, restored: 0 })).toBe('37 new');
  expect(syncText({ events: 0, gaps: 0, restored: 0 })).toBe('');
  expect(syncText({ events: 0, gaps: 2, restored: 1 })).toBe('1 room reloaded · 2 rooms incomplete');
});

test('the start of a room is mentioned on request', () => {
  const start = (...timeline: Entry[]) =>
    beginningSentence({ name: 'ops' as RoomName, timeline, cursor: timeline.length, atStart: true }, ada, true);
  expect(start(event(1, 'joined'))).toBe('This is the start of #ops. No messages yet.');
  expect(start(event(1, 'joined'), event(2, 'message'))).toBe('This is the start of #ops.');
  expect(start(event(7, 'joined'), event(8, 'message'))).toBe('Messages from before you joined are not shown.');
});
