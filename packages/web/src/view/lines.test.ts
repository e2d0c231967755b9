import type { RoomState } from '@securechat/client';
import { expect, test } from 'vitest';
import { clean, linesOf, sayLink } from './lines.ts';

const base = { room: 'general', id: 'x', author: 'bob', at: 1 } as const;
const room = (...timeline: unknown[]) => ({ id: 'general', timeline }) as unknown as RoomState;
const event = (more: object) => ({ kind: 'event', event: { ...base, ...more } });

test('messages, membership, presence and what a newer version wrote have their words', () => {
  const lines = linesOf(
    room(
      event({ seq: 1, type: 'made', topic: '' }),
      event({ seq: 2, type: 'joined' }),
      event({ seq: 3, type: 'message', body: { kind: 'text', text: 'hi' } }),
      event({ seq: 4, type: 'message', body: { kind: 'text', text: '/me waves' } }),
      event({ seq: 4, type: 'message', body: { kind: 'text', text: '//me waves' } }),
      event({ seq: 5, type: 'message', body: { kind: 'unknown', of: 'sealed' } }),
      event({ seq: 6, type: 'unknown', of: 'poll' }),
      event({ seq: 7, type: 'left' }),
      event({ seq: 8, type: 'removed', user: 'cyd' }),
      { kind: 'presence', key: 'p0', user: 'bob', online: true, at: 2 },
      { kind: 'presence', key: 'p1', user: 'bob', online: false, at: 3 },
    ),
    [],
    'ada',
  );
  expect(lines.map((l) => [l.kind, l.author, l.text])).toEqual([
    ['event', undefined, 'bob made #general'],
    ['event', undefined, 'bob became a member of #general'],
    ['message', 'bob', 'hi'],
    ['message', undefined, '* bob waves'],
    ['message', 'bob', '/me waves'],
    ['message', 'bob', 'a message this version cannot read'],
    ['event', undefined, 'a message this version cannot read'],
    ['event', undefined, 'bob is no longer a member of #general'],
    ['event', undefined, 'bob removed cyd from #general'],
    ['presence', undefined, 'bob joined the chat'],
    ['presence', undefined, 'bob left the chat'],
  ]);
});

test('what is on its way comes last, and only in its room', () => {
  const pending = [
    { id: 'a', room: 'general', text: 'mine', atMs: 5 },
    { id: 'b', room: 'other', text: 'elsewhere', atMs: 6 },
    { id: 'c', room: 'general', text: 'bad', atMs: 7, refused: 'no' },
  ] as never;
  expect(linesOf(room(), pending, 'ada').map((l) => [l.kind, l.text, l.refused])).toEqual([
    ['pending', 'mine', undefined],
    ['pending', 'bad', 'no'],
  ]);
});

test('nothing that turns or hides text gets through', () => {
  expect(clean('a\u202eb\u200bc\u0007d\ne')).toBe('abc\ufffdd\ne');
  expect(clean('\ud800')).toBe('\ufffd');
});

test('the link is said in words', () => {
  expect(sayLink({ at: 'waiting', untilMs: 3500, attempt: 1, say: 'lost' }, 1000)).toBe('waiting 3 s: lost');
  expect(sayLink({ at: 'online' }, 0)).toBe('online');
});
