import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openChat } from '../../testing/open-chat.ts';

type Chat = Awaited<ReturnType<typeof openChat>>;
/** The lines of the open list; the selected one begins with `>`. */
const list = (chat: Chat) => {
  const lines = chat.screen().split('\n');
  const from = lines.findIndex((line) => line.startsWith('── Tab accepts'));
  return from < 0 ? [] : lines.slice(from + 1, -2).map((line) => line.trimEnd());
};
const type = (chat: Chat, text: string) => {
  for (const letter of text) chat.controller.press({ text: letter });
};
const composed = (chat: Chat) => chat.screen().split('\n').at(-1);

test('@ lists recent authors first, then members; typing on narrows the list, Tab accepts the first', async () => {
  await using chat = await openChat();
  for (const [who, text] of [
    ['bob', 'one'],
    ['cyd', 'two'],
    ['bert', 'three'],
  ] as const)
    chat.server.happens(who, text);
  type(chat, 'hi @');
  expect(list(chat).map((line) => line.split(' ').slice(2)[0])).toEqual(['@bert', '@cyd', '@bob', '@ada']);
  type(chat, 'b');
  expect(list(chat).map((line) => line.trim().split(' ')[0])).toEqual(['@bert', '@bob']);
  chat.key('tab');
  expect(composed(chat)).toBe('> hi @bert ');
  expect(list(chat)).toEqual([]);
  chat.key('ctrl+_');
  expect(composed(chat)).toBe('> hi @b');
});

test('Enter accepts only a selected completion, and sends otherwise', async () => {
  await using chat = await openChat();
  chat.server.happens('bob', 'one');
  chat.server.happens('bert', 'two');
  type(chat, '@b');
  chat.key('down', 'down');
  expect(list(chat)[1]).toMatch(/^> @bob/);
  chat.key('enter');
  expect(composed(chat)).toBe('> @bob ');
  expect(chat.sentOf('message.send')).toHaveLength(0);
  type(chat, '@b');
  chat.key('up');
  expect(list(chat)[1]).toMatch(/^> @bob/);
  type(chat, 'e');
  expect(list(chat)[0]).toMatch(/^ {2}@bert/);
  chat.key('enter');
  expect(chat.sentOf('message.send')).toMatchObject([{ body: { text: '@bob @be' } }]);
});

test('Esc closes the list for this word only', async () => {
  await using chat = await openChat();
  chat.server.happens('bob', 'one');
  type(chat, '@');
  chat.key('escape');
  type(chat, 'b');
  expect(list(chat)).toEqual([]);
  type(chat, ' @');
  expect(list(chat)).not.toEqual([]);
  chat.key('escape', 'tab');
  expect(list(chat)).not.toEqual([]);
});

test('members who have not written are fetched, at intervals', async () => {
  await using chat = await openChat();
  type(chat, 'plain words');
  expect(chat.sentOf('room.members')).toHaveLength(0);
  type(chat, ' @');
  await eventually(() => chat.sentOf('room.members').length === 1);
  type(chat, 'x');
  chat.key('backspace');
  chat.clock.advance(31_000);
  type(chat, 'x');
  expect(chat.sentOf('room.members')).toHaveLength(2);
  // Somebody has joined.
  chat.server.occurs('member-joined', 'dan');
  chat.clock.advance(1100);
  type(chat, 'x');
  expect(chat.sentOf('room.members')).toHaveLength(3);
});

test('commands and their arguments are completed; a complete command opens no list', async () => {
  await using chat = await openChat();
  type(chat, '/');
  expect(list(chat)[0]).toMatch(/\/join ROOM or LINK +join a room/);
  type(chat, 'jo');
  chat.key('tab');
  expect(composed(chat)).toBe('> /join ');
  expect(list(chat)[0]).toContain('#general');
  chat.key('ctrl+c');
  type(chat, '/users');
  expect(list(chat)).toEqual([]);
  chat.key('enter');
  expect(chat.sentOf('room.members')).toHaveLength(1);
});

test(':name becomes the emoji if accepted, and otherwise stays as typed', async () => {
  await using chat = await openChat();
  type(chat, 'yes :tad');
  await eventually(() => list(chat)[0]?.includes(':tada:') === true);
  chat.key('tab');
  expect(composed(chat)).toBe('> yes 🎉');
  type(chat, ' :smile:');
  expect(list(chat)).toEqual([]);
  chat.key('enter');
  expect(chat.sentOf('message.send')).toMatchObject([{ body: { text: 'yes 🎉 :smile:' } }]);
});

test('Tab completes a bare name, at once if only one matches', async () => {
  await using chat = await openChat();
  chat.server.happens('bob', 'one');
  chat.server.happens('bert', 'two');
  type(chat, 'be');
  chat.key('tab');
  expect(composed(chat)).toBe('> @bert ');
  type(chat, 'b');
  chat.key('tab');
  expect(list(chat)).toHaveLength(2);
  chat.key('shift+tab', 'enter');
  expect(composed(chat)).toBe('> @bert @bob ');
});

test('the list covers the timeline without moving it; its names are clean', async () => {
  await using chat = await openChat(Array.from({ length: 40 }, (_, i) => `line ${i}`));
  const before = chat.screen().split('\n');
  type(chat, '/');
  const after = chat.screen().split('\n');
  expect(after).toHaveLength(before.length);
  expect(after.slice(0, 10)).toEqual(before.slice(0, 10));
  expect(after.filter((line) => line.includes('line 39'))).toEqual([]);
  chat.key('escape', 'backspace');
  expect(chat.screen().split('\n')).toEqual(before);
});

test('Ctrl-R searches sent messages: typing narrows the list, Enter inserts one without sending', async () => {
  await using chat = await openChat();
  for (const text of ['first of all', 'second', 'first again\nand more', 'second']) chat.enter(text);
  const sent = chat.sentOf('message.send').length;
  chat.key('ctrl+r');
  expect(list(chat).map((line) => line.trim())).toEqual(['> second', 'first again and more', 'first of all']);
  type(chat, 'FIRST');
  chat.key('ctrl+r');
  expect(list(chat).map((line) => line.trim())).toEqual(['first again and more', '> first of all']);
  chat.key('enter');
  expect(composed(chat)).toBe('> first of all');
  chat.key('ctrl+c', 'ctrl+r');
  type(chat, 'nothing like it');
  expect(chat.screen()).toContain('No match in what you sent');
  chat.key('enter', 'down', 'tab');
  expect(chat.sentOf('message.send')).toHaveLength(sent);
  chat.key('ctrl+c');
  expect(composed(chat)).toBe('> nothing like it');
  expect(list(chat)).toEqual([]);
  chat.key('enter');
  expect(chat.sentOf('message.send')).toHaveLength(sent + 1);
});

test('/dm completes people seen anywhere, not only members of this room', async () => {
  await using chat = await openChat();
  chat.server.happens('bob', 'one');
  const event = {
    type: 'message',
    room: 'cats',
    seq: 1,
    n: 1,
    id: 'c1',
    author: 'cyd',
    at: 1,
    body: { kind: 'text', text: 'hi' },
  };
  chat.server.push({ type: 'events', room: 'cats', after: 0, head: 1, jump: 'new', events: [event] } as never);
  type(chat, '/dm c');
  expect(list(chat).map((line) => line.trim().split(' ')[0])).toEqual(['@cyd']);
  chat.key('tab');
  expect(composed(chat)).toBe('> /dm @cyd ');
  chat.key('ctrl+c');
  type(chat, 'hi @c');
  expect(list(chat)).toEqual([]);
});

test('@ offers @room and @here to those whose messages mention everybody', async () => {
  await using chat = await openChat();
  type(chat, '@roo');
  expect(list(chat)).toEqual([]);
  chat.key('ctrl+u');
  const seq = chat.client.getSnapshot().byRoom.general?.cursor ?? 0;
  const event = {
    room: 'general',
    seq: seq + 1,
    id: 'r1',
    author: 'cyd',
    at: 1,
    type: 'role',
    user: 'ada',
    role: 'moderator',
  };
  chat.server.push({ type: 'event', event } as never);
  type(chat, '@roo');
  expect(list(chat)[0]).toMatch(/@room +mentions all members/);
  chat.key('ctrl+u');
  type(chat, '@her');
  expect(list(chat)[0]).toMatch(/@here +mentions the members who are online/);
  chat.key('ctrl+u');
  type(chat, '/kick @roo');
  expect(list(chat)).toEqual([]);
});
