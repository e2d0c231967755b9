import type { RoomId, UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { describedAs } from '../testing/description.ts';
import type { MessageEntry } from '../timeline/entry.ts';
import type { RoomState } from './model.ts';
import { emptyState } from './reducer.ts';
import { isForMe, mentionCount, mentions, roomsWithNews, unreadCount, unreadCountsOf } from './unread.ts';

const ada = 'ada' as UserId;
let read = 0;

/** A room with these messages (`author: text`), a second apart from `fromMs` on; the first `readUpTo` of them are read. */
function room(id: string, said: readonly string[], readUpTo = 0, fromMs = 0): RoomState {
  const timeline = said.map((line, i) => {
    const [, author = '', text = ''] = /^(\w+): (.*)$/.exec(line) ?? [];
    const base = { room: id, seq: i + 1, id: `${id}${i}`, author, at: fromMs + i * 1000, kind: 'message' };
    return Object.defineProperty(base, 'text', {
      get: () => {
        read++;
        return text;
      },
    }) as unknown as MessageEntry;
  });
  const state = {
    id: id as RoomId,
    ...describedAs(id, { members: 2, messages: said.length }),
    timeline,
    cursor: said.length,
    readUpTo,
    readCount: readUpTo,
    atStart: true,
  };
  return { ...state, bytes: 0, countedAt: said.length, online: [], typing: [], opened: false };
}

test('a mention is the own name behind an @, in any case', () => {
  expect([mentions('hi @Ada!', 'ada'), mentions('hi @bob and ada', 'ada')]).toEqual([true, false]);
});

test('mentions that are not loaded are those that the server has counted, until the mark moves', () => {
  const loaded = room('a', ['bob: hi', 'bob: hi @ada', 'bob: @ada'], 0);
  const at = (count: number, asOf: number, readUpTo = 0) =>
    mentionCount({ ...loaded, messages: 50, mentionsAtSync: { count, asOf, readUpTo, words: [] } }, ada);
  expect(at(7, 3)).toBe(7);
  // The last one came after the server had counted.
  expect(at(7, 2)).toBe(8);
  expect(at(0, 3)).toBe(2);
  expect(at(99, 3)).toBe(50);
  expect(at(7, 3, 1)).toBe(2);
});

test('a message that mentions everybody is for everybody', () => {
  expect(isForMe('public', { text: '@room hi', everybody: 'room' }, { me: ada, words: [] })).toBe(true);
  expect(isForMe('public', { text: '@room hi' }, { me: ada, words: [] })).toBe(false);
});

test('messages with a highlight word count like mentions, loaded or not', () => {
  const loaded = room(
    'a',
    ['bob: Deploy now', 'ada: deploy', 'bob: hi @ada, deploy', 'bob: outage', 'bob: redeploy'],
    0,
  );
  const words = ['deploy'];
  const at = (now: readonly string[], count: number) => {
    const highlight = new Map(now.map((word) => [word, true as const]));
    const mentionsAtSync = { count, asOf: 4, readUpTo: 0, words };
    return unreadCountsOf({ ...loaded, timeline: [...loaded.timeline], messages: 50, mentionsAtSync }, ada, {
      ...emptyState.userState,
      highlight,
    }).mentions;
  };
  expect(at(['deploy'], 2)).toBe(2);
  // Five more are not loaded.
  expect(at(['deploy'], 7)).toBe(7);
  // The words have changed since the server has counted: what is loaded is counted by the new ones.
  expect(at([], 2)).toBe(1);
  expect(at(['outage', 'deploy'], 2)).toBe(3);
});

test('each unread message of a direct room counts, loaded or not', () => {
  const direct: RoomState = { ...room('a', ['bob: hi']), kind: 'direct', messages: 40, readCount: 10 };
  expect(mentionCount(direct, ada)).toBe(30);
});

test('unread messages and mentions are counted among the messages of others', () => {
  const said = ['bob: @ada old', 'bob: @ada new', 'ada: @ada note to myself', 'cyd: nothing', 'cyd: @ADA again'];
  const general = room('general', said, 1, 5000);
  expect(unreadCountsOf(general, ada)).toEqual({ unread: 3, mentions: 2, sinceMs: 6000, mentionedMs: 6000 });
  expect(unreadCount(general, ada)).toBe(3);
  expect(mentionCount(general, ada)).toBe(2);
  expect(mentionCount(general, undefined)).toBe(0);
  expect(mentionCount({ ...general, readUpTo: 5, readCount: 5 }, ada)).toBe(0);
});

test('unchanged entries are not counted again', () => {
  const general = room('general', ['bob: @ada', 'bob: @ada']);
  mentionCount(general, ada);
  read = 0;
  expect(mentionCount({ ...general, typing: ['bob' as UserId] }, ada)).toBe(2);
  expect(read).toBe(0);
  expect(mentionCount({ ...general, readUpTo: 1, readCount: 1 }, ada)).toBe(1);
});

test('unread rooms are sorted by mentions first, then by the oldest unread message', () => {
  const rooms = [
    room('read', ['bob: hi'], 1),
    room('later', ['bob: hi'], 0, 9000),
    room('sooner', ['bob: hi', 'bob: hi'], 0, 1000),
    room('named-later', ['bob: hi', 'bob: @ada'], 0, 8000),
    room('named', ['bob: hi', 'bob: @ada'], 0, 7000),
    room('own', ['ada: hi'], 0, 0),
  ];
  const byRoom = Object.fromEntries(rooms.map((state) => [state.id, state]));
  const chat = { ...emptyState, me: ada, rooms: rooms.map(({ id }) => id), byRoom };
  expect(roomsWithNews(chat)).toEqual(['named', 'named-later', 'sooner', 'later']);
});
