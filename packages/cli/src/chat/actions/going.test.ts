import { setImmediate } from 'node:timers/promises';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openChat } from '../../testing/open-chat.ts';
import { room as aRoomId } from '../../testing/values.ts';

type Chat = Awaited<ReturnType<typeof openChat>>;

/** Puts these lines (`author: text`) into another room, a second apart from `fromMs` on. */
function room(chat: Chat, name: string, said: readonly string[], fromMs = 0): void {
  const events = said.map((line, i) => {
    const [author = '', text = ''] = line.split(': ');
    const base = { room: name, seq: i + 2, id: `${name}${i}`, author, at: fromMs + i * 1000 };
    return { ...base, type: 'message', n: 1, body: { kind: 'text', text } } as never;
  });
  const joined = { room: name, seq: 1, id: `${name}-`, author: 'ada', at: 0, type: 'member-joined' } as never;
  const head = said.length + 1;
  chat.server.push({ type: 'events', room: aRoomId(name), after: 0, head: 1, jump: 'new', events: [joined] });
  for (const [i, event] of events.entries()) {
    chat.server.push({ type: 'events', room: aRoomId(name), after: i + 1, head, events: [event] });
  }
}
const lines = (chat: Chat) => chat.screen().split('\n');
const listed = (chat: Chat) =>
  lines(chat)
    .slice(1)
    .filter((line) => /^[> ] [#@/]/.test(line))
    .map(
      (line) =>
        line
          .trim()
          .split(' ')
          .filter((word) => word !== '>')[0],
    );
const type = (chat: Chat, text: string) => {
  for (const letter of text) chat.controller.press({ text: letter });
};

test('Alt+A goes to unread rooms: mentions first, then the oldest unread', async () => {
  await using chat = await openChat();
  room(chat, 'later', ['bob: hi'], 9000);
  room(chat, 'sooner', ['bob: hi'], 1000);
  room(chat, 'named', ['bob: hi', 'bob: hey @Ada'], 9500);
  room(chat, 'read', []);
  const seen = [];
  for (let i = 0; i < 3; i++) {
    chat.key('alt+a');
    seen.push(chat.ui().room);
  }
  expect(seen).toEqual(['named', 'sooner', 'later']);
  chat.key('alt+a');
  expect(chat.ui().room).toBe('later');
  expect(chat.screen()).toContain('Nothing new in other rooms.');
});

test('Alt+1 to Alt+9 go to the rooms in the order of the list', async () => {
  await using chat = await openChat();
  room(chat, 'cats', []);
  room(chat, 'dogs', []);
  for (const [key, name] of [
    ['alt+2', 'cats'],
    ['alt+3', 'dogs'],
    ['alt+9', 'dogs'],
    ['alt+1', 'general'],
  ] as const) {
    chat.key(key);
    expect(chat.ui().room, key).toBe(name);
  }
});

test('the switcher lists unread rooms first, filters by typing, and goes to the chosen one', async () => {
  await using chat = await openChat();
  chat.server.happens('bob', 'hello');
  room(chat, 'backend-ops', ['cyd: hi']);
  room(chat, 'cats', []);
  chat.key('ctrl+k');
  expect(listed(chat).slice(0, 5)).toEqual(['#backend-ops', '#cats', '#general', '@bob', '@cyd']);
  expect(listed(chat)).toContain('/join');
  type(chat, 'bops');
  expect(listed(chat)).toEqual(['#backend-ops']);
  chat.key('enter');
  expect(chat.ui()).toMatchObject({ room: 'backend-ops', picker: undefined });
});

test('choosing a person opens the direct room, choosing a command types it; the draft stays, and Escape changes nothing', async () => {
  await using chat = await openChat();
  chat.server.happens('bob', 'hello');
  type(chat, 'ask ');
  chat.key('alt+k');
  type(chat, '@bo');
  expect(lines(chat).at(-1)).toBe('> ask ');
  expect(chat.screen()).toContain('direct message');
  chat.key('enter');
  await eventually(() => chat.ui().room === 'direct-bob');
  expect(lines(chat).at(-1)).toBe('> ');
  // Who has a direct room in the list is not listed a second time.
  chat.key('alt+k');
  type(chat, '@bo');
  expect(listed(chat)).toEqual(['@bob']);
  chat.key('escape', 'alt+1');
  expect(lines(chat).at(-1)).toBe('> ask ');
  chat.key('alt+k');
  type(chat, '/disc');
  chat.key('enter');
  expect(chat.screen()).toContain('/discard needs an empty composer');
  chat.key('ctrl+c', 'ctrl+k');
  type(chat, '/disc');
  chat.key('enter');
  expect(lines(chat).at(-1)).toBe('> /discard ');
  chat.key('alt+k', 'escape');
  expect(lines(chat).at(-1)).toBe('> /discard ');
});

test('the selection wraps around, and stays on the same entry when others arrive', async () => {
  await using chat = await openChat();
  for (const name of ['aa', 'bb', 'cc']) room(chat, name, []);
  const chosen = () =>
    lines(chat)
      .find((line) => /^> [#@/]/.test(line))
      ?.trim()
      .split(/ +/)[1];
  chat.key('alt+k', 'down');
  expect(chosen()).toBe('#bb');
  room(chat, 'ab', ['bob: hi']);
  expect(chosen()).toBe('#bb');
  chat.key('up', 'up', 'up');
  expect(chosen()).not.toBe('#bb');
  type(chat, 'zzzz');
  expect(chat.screen()).toContain('No matches');
  chat.key('up', 'enter');
  expect(chat.ui().picker).toBeDefined();
});

test('/search finds messages with all the words, newest first, and shows the chosen one', async () => {
  await using chat = await openChat(
    Array.from({ length: 40 }, (_, i) => `line ${i}. ${i % 10 === 3 ? 'Red Fox' : 'dog'}`),
  );
  chat.enter('/search fox red');
  const found = lines(chat)
    .filter((line) => line.includes('Red Fox'))
    .map((line) => /line (\d+)/.exec(line)?.[1]);
  expect(found).toEqual(['33', '23', '13', '3']);
  chat.key('down', 'down', 'enter');
  expect(chat.screen()).toContain('line 13.');
  expect(chat.screen()).not.toContain('line 39.');
  expect(chat.ui().picker).toBeUndefined();
  chat.key('ctrl+s');
  type(chat, 'wolf');
  expect(chat.screen()).toContain('No messages found');
  chat.key('ctrl+g');
  expect(chat.screen()).toContain('line 13.');
});

test('the server searches when typing pauses, and its matches are loaded and shown', async () => {
  const said = Array.from({ length: 400 }, (_, i) => `line ${i}.${i === 7 ? ' needle' : ''}`);
  await using chat = await openChat(said);
  chat.key('ctrl+s');
  type(chat, 'needle');
  expect(chat.screen()).toMatch(/No messages found.*searching the server/s);
  expect(chat.sentOf('search')).toHaveLength(0);
  chat.clock.advance(250);
  await eventually(() => chat.screen().includes('line 7. needle'));
  expect(chat.sentOf('search')).toMatchObject([{ room: 'general', words: 'needle' }]);
  chat.key('enter');
  await eventually(() => chat.screen().includes('line 3.'));
  expect(chat.screen()).toContain('line 7. needle');
  expect(chat.screen()).not.toContain('line 399.');
  chat.server.refuse = { search: { code: 'internal' } };
  chat.key('ctrl+s');
  type(chat, 'nothing');
  chat.clock.advance(250);
  await eventually(() => chat.screen().includes('only loaded messages'));
});

test('a search in several steps shows partial results, and reports when it gave up', async () => {
  const said = Array.from({ length: 400 }, (_, i) => `line ${i}.${i === 7 || i === 307 ? ' needle' : ''}`);
  await using chat = await openChat(said);
  chat.server.searchReads = 100;
  chat.key('ctrl+s');
  type(chat, 'needle');
  chat.clock.advance(250);
  await eventually(() => chat.screen().includes('line 7. needle'));
  expect(chat.screen()).toContain('line 307. needle');
  expect(chat.screen()).not.toContain('searching the server');
  chat.server.searchReads = 10;
  type(chat, 'x');
  chat.clock.advance(250);
  await eventually(() => chat.screen().includes('older ones not searched'));
});

test('a match is shown even if older messages are already being loaded', async () => {
  const said = Array.from({ length: 400 }, (_, i) => `line ${i}.${i === 7 ? ' needle' : ''}`);
  await using chat = await openChat(said);
  chat.key('ctrl+s');
  type(chat, 'needle');
  chat.clock.advance(250);
  await eventually(() => chat.screen().includes('line 7. needle'));
  chat.server.silent = true;
  void chat.client.loadOlder(aRoomId('general'), 100);
  chat.key('enter');
  // All pending loads have finished.
  await setImmediate();
  expect(chat.screen()).not.toContain('too far back');
  chat.server.silent = false;
  await eventually(() => chat.screen().includes('line 3.'));
  expect(chat.screen()).toContain('line 7. needle');
});

test('scrolling goes by half pages and lines, and to the oldest and the newest message', async () => {
  await using chat = await openChat(Array.from({ length: 45 }, (_, i) => `line ${i}.`));
  const last = () => Number(/line (\d+)\.[^.]*$/.exec(chat.screen())?.[1]);
  const height = 20;
  chat.key('shift+up', 'shift+up');
  expect(last()).toBe(42);
  chat.key('shift+down');
  expect(last()).toBe(43);
  chat.key('alt+pageup');
  expect(last()).toBe(43 - height / 2);
  chat.key('ctrl+home');
  expect(chat.screen()).toContain('line 0.');
  chat.key('alt+pagedown');
  expect(chat.screen()).not.toContain('line 0.');
  chat.key('ctrl+end');
  expect(last()).toBe(44);
});

test('the first unread message is the first that was new when the room was entered', async () => {
  await using chat = await openChat();
  chat.key('alt+home');
  expect(chat.screen()).toContain('No unread messages.');
  room(
    chat,
    'cats',
    Array.from({ length: 60 }, (_, i) => `bob: meow ${i}.`),
  );
  chat.key('alt+a');
  expect(chat.screen()).toContain('meow 59.');
  chat.key('alt+home');
  expect(lines(chat).find((line) => line.includes('meow'))).toContain('meow 0.');
  chat.key('alt+1', 'alt+2', 'alt+home');
  expect(chat.screen()).toContain('No unread messages.');
});

test('hostile names and texts stay within their line of a list', async () => {
  await using chat = await openChat(['one\n\u001b]0;title\u0007two\u202e']);
  chat.key('ctrl+s');
  type(chat, 'title');
  const line = lines(chat).find((text) => text.includes('title\u2407')) ?? '';
  expect(line).toContain('one ␛]0;title␇two');
  for (const hostile of ['\u001b', '\u0007', '\u202e']) expect(chat.screen()).not.toContain(hostile);
});
