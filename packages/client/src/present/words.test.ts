import type { RoomEvent, RoomName } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { entryOf, type PresenceEntry } from '../timeline/entry.ts';
import { clean, cleanLine, cleanSelectable } from './clean.ts';
import { linkText } from './link.ts';
import { roomLabel } from './room-label.ts';
import { messageLine, type Presented, present } from './words.ts';

const terminal = { clean, update: 'update securechat', room: '#general' };
const page = { clean: cleanSelectable, update: 'reload the page', room: '#general' };
const base = { room: 'general', seq: 7, id: 'x', author: 'ada', at: 1 };
const entry = (more: object) => entryOf({ ...base, ...more } as unknown as RoomEvent);
const message = (text: string) => entry({ type: 'message', body: { kind: 'text', text } });
const presence = (online: boolean) => ({ kind: 'presence', key: 'p', user: 'ada', online, at: 1 }) as PresenceEntry;
const line = (shown: Presented) => (shown.kind === 'system' ? shown.text : messageLine(shown));

test.each([
  ['a message', message('hi'), 'ada: hi'],
  ['an action', message('/me waves'), '* ada waves'],
  ['a doubled slash', message('//me waves'), 'ada: /me waves'],
  ['three slashes', message('///me waves'), 'ada: //me waves'],
  ['no action without words', message('/me '), 'ada: /me '],
  ['other slashes stay', message('//etc/hosts'), 'ada: //etc/hosts'],
  ['a join', entry({ type: 'member-joined' }), 'ada joined #general'],
  ['a leave', entry({ type: 'member-left' }), 'ada left #general'],
  [
    'a removal with a reason',
    entry({ type: 'member-removed', user: 'bob', reason: 'sp\nam' }),
    'ada removed bob from #general: sp am',
  ],
  ['a ban', entry({ type: 'member-banned', user: 'bob' }), 'ada banned bob from #general'],
  [
    'a ban with an end and a reason',
    entry({ type: 'member-banned', user: 'bob', untilMs: new Date(2026, 10, 30, 14, 5).getTime(), reason: 'spam' }),
    'ada banned bob from #general until 2026-11-30 14:05: spam',
  ],
  ['the end of a ban', entry({ type: 'member-unbanned', user: 'bob' }), 'ada unbanned bob'],
  ['a role', entry({ type: 'role', user: 'bob', role: 'moderator' }), 'ada made bob a moderator'],
  ['a role by oneself', entry({ type: 'role', user: 'ada', role: 'owner' }), 'ada is now an owner'],
  ['a removal', entry({ type: 'member-removed', user: 'bob' }), 'ada removed bob from #general'],
  ['a new room', entry({ type: 'room-created', topic: 'tea' }), 'ada created #general'],
  ['a topic', entry({ type: 'topic', topic: 'tea' }), 'ada set the topic: tea'],
  ['no topic any more', entry({ type: 'topic', topic: '' }), 'ada removed the topic'],
  ['an archived room', entry({ type: 'room-archived', on: true }), 'ada archived the room'],
  ['a room that is no longer archived', entry({ type: 'room-archived', on: false }), 'ada unarchived the room'],
  [
    'who may invite',
    entry({ type: 'room-policy', inviters: 'moderators' }),
    'ada changed the room: only moderators and owners may invite',
  ],
  [
    'a room that is more open',
    entry({ type: 'room-policy', inviters: 'members', history: 'shared' }),
    'ada changed the room: all members may invite; newcomers can read everything that is said from now on',
  ],
  ['another name', entry({ type: 'room-renamed', name: 'tea' }), 'ada renamed the room to #tea'],
  ['who connects', presence(true), 'ada joined the chat'],
  ['who disconnects', presence(false), 'ada left the chat'],
])('%s has the same text in every face', (_, shown, expected) => {
  expect([line(present(shown, terminal)), line(present(shown, page))]).toEqual([expected, expected]);
});

test.each([
  ['a body', entry({ type: 'message', body: { kind: 'unknown', of: 'sealed' } }), 'a message'],
  ['an event', entry({ type: 'unknown', of: 'poll' }), 'something'],
])('%s of a newer version shows its author, and how to read it', (_, shown, what) => {
  expect(line(present(shown, terminal))).toBe(`ada: (${what} this version cannot read; update securechat)`);
  expect(line(present(shown, page))).toBe(`ada: (${what} this version cannot read; reload the page)`);
});

test('names, rooms and texts are clean, whoever the server is', () => {
  const hostile = entry({ type: 'member-removed', author: 'a\u202eb', user: 'c\u200bd\ne' });
  const room = roomLabel({ name: 'f\u0007' as RoomName });
  expect(line(present(hostile, { ...page, room }))).toBe('ab removed cd e from #f\u2407');
  expect(line(present(message('a\u202eb\u0007c\u200bd'), terminal))).toBe('ada: ab\u2407cd');
});

test('selectable text keeps every character that can be sent, and nothing else', () => {
  const kept = '\u0645\u06cc\u200c\u062e \u{1f468}\u200d\u{1f469} soft\u00adhyphen, \u200fright\u200eleft \tx\u200b\ny';
  expect(cleanSelectable(kept)).toBe(kept);
  expect(cleanSelectable('a\u202eb\u2067c\u0007d\u009be\ud800f')).toBe('abc\u2407d\ufffde\ufffdf');
  expect(cleanLine('a\u202eb\u200bc\u0007d\ne\u061cf\u180eg')).toBe('abc\u2407d efg');
});

test('the link is described in words', () => {
  const waiting = { status: 'waiting', untilMs: 3500, attempt: 1 } as const;
  expect(linkText({ ...waiting, message: 'The connection was lost.' }, 1000)).toBe(
    'reconnecting in 3 s (The connection was lost)',
  );
  expect(linkText({ ...waiting, message: '' }, 9000)).toBe('reconnecting in 1 s');
  expect(linkText({ status: 'online' }, 0)).toBe('online');
  expect(linkText({ status: 'offline' }, 0)).toBe('offline');
  expect(linkText({ status: 'greeting' }, 0)).toBe('connecting');
  expect(linkText({ status: 'refused', message: 'Log in\u001b again.' }, 0)).toBe('disconnected: Log in\u241b again.');
});
