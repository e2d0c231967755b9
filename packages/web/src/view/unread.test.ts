import { emptyState, type RoomState } from '@securechat/client';
import type { RoomId, UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { badgeOf, iconOf, titleOf, unreadIn } from './unread.ts';

const general = 'general' as RoomId;
const ops = 'ops' as RoomId;

function room(id: RoomId, ...texts: string[]): RoomState {
  const timeline = texts.map((text, i) => ({
    ...{ kind: 'message', room: id, seq: i + 1, id: `m${i}`, author: 'bob', at: 1, text },
  }));
  return {
    id,
    timeline,
    cursor: texts.length,
    messages: texts.length,
    readUpTo: 0,
    readCount: 0,
  } as unknown as RoomState;
}

test('unread messages and mentions are counted over all rooms', () => {
  const byRoom = { general: room(general, 'one', 'two'), ops: room(ops, '@ada look', 'three') };
  const state = { ...emptyState, me: 'ada' as UserId, rooms: [general, ops], byRoom };
  expect(unreadIn(state)).toEqual({ messages: 4, mentions: 1 });
  expect(unreadIn(state, ops)).toEqual({ messages: 2, mentions: 0 });
  expect(unreadIn(emptyState)).toEqual({ messages: 0, mentions: 0 });
});

test('title and badge show the more important count, and nothing if all is read', () => {
  expect(titleOf({ messages: 0, mentions: 0 }, '#general')).toBe('#general · SecureChat');
  expect(titleOf({ messages: 3, mentions: 0 }, '#general')).toBe('(3) #general · SecureChat');
  expect(titleOf({ messages: 250, mentions: 1 }, undefined)).toBe('(@1) SecureChat');
  expect(badgeOf({ messages: 250, mentions: 0 })).toBe('99+');
  expect([badgeOf({ messages: 5, mentions: 1 }), badgeOf({ messages: 2, mentions: 2 })]).toEqual(['@1 5', '@2']);
});

test('the icon has a dot for unread messages, and a number for mentions', () => {
  const shown = (messages: number, mentions: number) => decodeURIComponent(iconOf({ messages, mentions }));
  expect(shown(0, 0)).not.toContain('<circle');
  expect(shown(2, 0)).toContain('<circle');
  expect(shown(2, 0)).not.toContain('<text');
  expect(shown(20, 12)).toContain('>9+<');
});
