import type { RoomId, UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { describedAs } from '../testing/description.ts';
import type { MessageEntry } from '../timeline/entry.ts';
import type { RoomState } from './model.ts';
import { emptyState } from './reducer.ts';
import { mentionCount, mentions, roomsWithNews, unreadCount, unreadCountsOf } from './unread.ts';

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
    ...describedAs(id, { members: 2 }),
    timeline,
    cursor: said.length,
    readUpTo,
    atStart: true,
  };
  return { ...state, bytes: 0, countedAt: said.length, online: [], typing: [] };
}

test('a mention is @name as a word, in any case', () => {
  for (const text of ['@ada', 'hi @Ada!', '(@ADA)', '@ada, @bob', '@ada - look', '@ada’s', 'ask @ada.']) {
    expect(mentions(text, 'ada'), text).toBe(true);
  }
  for (const text of ['ada', '@adam', '@ada-lovelace', '@ada_', 'bob@ada', '@@ada', 'ada@example.org', '@ädä', '']) {
    expect(mentions(text, 'ada'), text).toBe(false);
  }
  expect(mentions('to @a-b_1', 'a-b_1')).toBe(true);
});

test('a mention is recognized between letters of scripts without spaces, and of other scripts', () => {
  for (const text of [
    '请@bob看一下',
    'ありがとう@bobさん',
    'ขอบคุณ@bobครับ',
    '@bob님 안녕하세요',
    'أهلا و@bob',
    'спасибо,@bob',
    '，@bob，',
    '（@bob）',
    '請＠bob看',
    '🎉@bob🎉',
    'नमस्ते @bobजी',
    'សូម@bobមើល',
  ]) {
    expect(mentions(text, 'bob'), text).toBe(true);
  }
  for (const text of ['请@bobby看', 'é@bob', 'e\u0301@bob', '@bobé', '请@bob_看', '１@bob']) {
    expect(mentions(text, 'bob'), text).toBe(false);
  }
});

test('unread messages and mentions are counted among the messages of others', () => {
  const said = ['bob: @ada old', 'bob: @ada new', 'ada: @ada note to myself', 'cyd: nothing', 'cyd: @ADA again'];
  const general = room('general', said, 1, 5000);
  expect(unreadCountsOf(general, ada)).toEqual({ unread: 3, mentions: 2, sinceMs: 6000, mentionedMs: 6000 });
  expect(unreadCount(general, ada)).toBe(3);
  expect(mentionCount(general, ada)).toBe(2);
  expect(mentionCount(general, undefined)).toBe(0);
  expect(mentionCount({ ...general, readUpTo: 5 }, ada)).toBe(0);
});

test('unchanged entries are not counted again', () => {
  const general = room('general', ['bob: @ada', 'bob: @ada']);
  mentionCount(general, ada);
  read = 0;
  expect(mentionCount({ ...general, typing: ['bob' as UserId] }, ada)).toBe(2);
  expect(read).toBe(0);
  expect(mentionCount({ ...general, readUpTo: 1 }, ada)).toBe(1);
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
