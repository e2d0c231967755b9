import type { RoomEvent, RoomHistory, RoomName, UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { type Entry, entryOf } from '../timeline/entry.ts';
import { beginningSentence } from './beginning.ts';
import { syncText } from './link.ts';

const ada = 'ada' as UserId;
const event = (seq: number, type: 'member-joined' | 'message', author = 'ada'): Entry => {
  const body = type === 'message' ? { body: { kind: 'text', text: 'hi' } } : {};
  return entryOf({ room: 'ops', seq, id: `e${seq}`, author, at: 0, type, ...body } as RoomEvent);
};
const beginning = (
  timeline: readonly Entry[],
  atStart = true,
  cursor = timeline.length,
  history: RoomHistory = 'joined',
) => beginningSentence({ name: 'ops' as RoomName, history, timeline, cursor, atStart }, ada);

test('a timeline explains why it begins where it does', () => {
  expect(beginning([])).toBe('No messages yet.');
  expect(beginning([event(1, 'member-joined')])).toBe('No messages yet.');
  expect(beginning([event(1, 'member-joined'), event(2, 'message')])).toBeUndefined();
  // Event 1 is never a message.
  expect(beginning([event(2, 'member-joined'), event(3, 'message')])).toBeUndefined();
  expect(beginning([event(7, 'member-joined')])).toBe('No messages since you joined. Earlier ones are not shown.');
  expect(beginning([], true, 7)).toBe('No messages since you joined. Earlier ones are not shown.');
  expect(beginning([event(7, 'member-joined'), event(8, 'message')])).toBe(
    'Messages from before you joined are not shown.',
  );
});

test('there is no sentence while older messages may be loaded, unless the user has just joined', () => {
  expect(beginning([event(7, 'message')], false)).toBeUndefined();
  expect(beginning([event(7, 'member-joined', 'bob')], false)).toBeUndefined();
  expect(beginning([event(7, 'member-joined')], false)).toBe(
    'No messages since you joined. Earlier ones are not shown.',
  );
});

test('a shared history may go on above the user’s own join', () => {
  const joined = [event(7, 'member-joined'), event(8, 'message')];
  expect(beginning(joined, false, 8, 'shared')).toBeUndefined();
  // A membership from before the history was shared begins where it began.
  expect(beginning(joined, true, 8, 'shared')).toBe('Messages from before you joined are not shown.');
  expect(beginning([event(2, 'message'), ...joined], true, 8, 'shared')).toBeUndefined();
});

test('what newcomers could read when the user joined counts, also if it has changed since', () => {
  const change = (history: RoomHistory): Entry =>
    entryOf({ room: 'ops', seq: 9, id: 'e9', author: 'bob', at: 0, type: 'room-policy', history } as RoomEvent);
  const joined = [event(7, 'member-joined'), event(8, 'message')];
  // Older messages are visible to whoever joined while the history was shared, and can be loaded.
  expect(beginning([...joined, change('joined')], false, 9, 'joined')).toBeUndefined();
  expect(beginning([...joined, change('shared')], false, 9, 'shared')).toBe(
    'Messages from before you joined are not shown.',
  );
});

test('the result of a catch-up is described in words, and empty if there was nothing', () => {
  expect(syncText({ events: 37, gaps: 0, restored: 0 })).toBe('37 new');
  expect(syncText({ events: 0, gaps: 0, restored: 0 })).toBe('');
  expect(syncText({ events: 0, gaps: 2, restored: 1 })).toBe('1 room reloaded · 2 rooms incomplete');
});

test('the start of a room is mentioned on request', () => {
  const start = (...timeline: Entry[]) =>
    beginningSentence(
      { name: 'ops' as RoomName, history: 'shared', timeline, cursor: timeline.length, atStart: true },
      ada,
      true,
    );
  expect(start(event(1, 'member-joined'))).toBe('This is the start of #ops. No messages yet.');
  expect(start(event(1, 'member-joined'), event(2, 'message'))).toBe('This is the start of #ops.');
  expect(start(event(7, 'member-joined'), event(8, 'message'))).toBe('Messages from before you joined are not shown.');
});
