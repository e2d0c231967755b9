import { generalRoom } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openChat as open } from '../testing/open-chat.ts';
import { room as aRoomId, pending, user } from '../testing/values.ts';
import { leftBehind } from './actions/quit.ts';

test('an unknown command is refused, and the next one is typed into an empty composer', async () => {
  await using chat = await open();
  chat.enter('/hlep');
  expect(chat.screen()).toContain('Unknown command /hlep. Did you mean /help? /help lists all; to send it as text,');
  chat.enter('/help');
  expect(chat.screen()).toContain('/join ROOM');
  chat.key('pagedown', 'end');
  expect(chat.screen()).toMatch(/Ctrl\+L +redraw the screen/);
  chat.key('escape');
  expect(chat.screen()).not.toContain('Ctrl+L');
});

test.each([
  ['/help create', '/create [--private] [--history shared|joined] ROOM [TOPIC]: create a room;'],
  ['/help /part', '/leave'],
  ['/help hlep', 'Unknown command /hlep.'],
])('%s says what the command does', async (typed, seen) => {
  await using chat = await open();
  chat.enter(typed);
  expect(chat.screen()).toContain(seen);
});

test('the commands to ask about are completed', async () => {
  await using chat = await open();
  chat.controller.press({ text: '/help cr' });
  chat.key('tab');
  expect(chat.screen()).toContain('> /help /create');
});

test('two slashes send one, /me is a message, and a text that is too long stays in the composer', async () => {
  await using chat = await open();
  chat.enter('//etc');
  chat.enter('/me waves');
  await eventually(() => chat.screen().includes('* ada waves'));
  expect(chat.sentOf('message.send')).toMatchObject([{ body: { text: '/etc' } }, { body: { text: '/me waves' } }]);
  chat.enter('//me waves');
  await eventually(() => chat.screen().includes('/me waves'));
  expect(chat.sentOf('message.send').at(-1)).toMatchObject({ body: { text: '//me waves' } });
  expect(chat.screen()).not.toContain('//me');
  chat.enter('x'.repeat(16_001));
  expect(chat.screen()).toContain('Too long');
  expect(chat.sentOf('message.send')).toHaveLength(3);
});

test.each(['\u2800', '/me \u3164', '\u200b'])('%j has nothing visible and is not sent', async (text) => {
  await using chat = await open();
  chat.enter(text);
  expect(chat.screen()).toContain('The message is empty.');
  chat.key('ctrl+u');
  chat.enter('seen');
  await eventually(() => chat.sentOf('message.send').length > 0);
  expect(chat.sentOf('message.send')).toMatchObject([{ body: { text: 'seen' } }]);
});

test.each(['/password', '/password old new'])('%s says where to change a password, and sends nothing', async (line) => {
  await using chat = await open();
  const sent = chat.server.seen.length;
  chat.enter(line);
  expect(chat.screen()).toContain('securechat password');
  expect(chat.screen()).not.toContain('old new');
  expect(chat.server.seen.length).toBe(sent);
});

test('joining a room that does not exist suggests creating it', async () => {
  await using chat = await open();
  chat.server.refuse = { 'room.join': { code: 'no_such_room' }, 'room.list': { code: 'internal' } };
  chat.enter('/join #Cats');
  await eventually(() => chat.screen().includes('/create cats'));
  chat.enter('/rooms');
  await eventually(() => chat.screen().includes('Internal server error'));
  chat.enter('/join a b');
  expect(chat.screen()).toContain('Room names have');
  chat.enter('/join general');
  expect(chat.ui().room).toBe('general');
});

test('/remove removes one user from the shown room, and reports refusals', async () => {
  await using chat = await open();
  chat.enter('/remove @Bob');
  await eventually(() => chat.sentOf('room.remove').length === 1);
  expect(chat.sentOf('room.remove')).toMatchObject([{ room: 'general', user: 'bob' }]);
  chat.enter('/kick ?!');
  expect(chat.screen()).toContain('Name one user');
  chat.server.refuse = { 'room.remove': { code: 'not_allowed' } };
  chat.enter('/kick bob too loud');
  await eventually(() => chat.screen().includes('refused: not_allowed'));
  expect(chat.sentOf('room.remove')).toMatchObject([{}, { user: 'bob', reason: 'too loud' }]);
});

test('/role, /ban and /unban ask for what was typed, and say what is missing', async () => {
  await using chat = await open();
  chat.enter('/role @Bob Moderator');
  chat.enter('/ban bob 7d too loud');
  chat.enter('/ban cyd spam');
  chat.enter('/unban bob');
  await eventually(() => chat.sentOf('room.unban').length === 1);
  expect(chat.sentOf('room.role')).toMatchObject([{ room: 'general', user: 'bob', role: 'moderator' }]);
  const weekMs = 7 * 24 * 60 * 60 * 1000;
  expect(chat.sentOf('room.ban')).toMatchObject([
    { user: 'bob', forMs: weekMs, reason: 'too loud' },
    { user: 'cyd', reason: 'spam' },
  ]);
  expect(chat.sentOf('room.ban')[1]).not.toHaveProperty('forMs');
  chat.enter('/role bob king');
  expect(chat.screen()).toContain('one of owner, moderator, member and reader');
  chat.enter('/ban bob 3x');
  expect(chat.screen()).toContain('30m, 12h, 7d');
  expect(chat.sentOf('room.ban')).toHaveLength(2);
});

test('/bans lists who is banned, until when and why', async () => {
  await using chat = await open();
  const ban = { user: 'bob', by: 'cyd', at: 1, untilMs: new Date(2026, 10, 30, 14, 5).getTime(), reason: 'spam' };
  chat.server.answers = { 'room.bans': { type: 'bans', room: 'general', bans: [ban], more: false } };
  chat.enter('/bans');
  await eventually(() => chat.screen().includes('bob until 2026-11-30 14:05, banned by cyd: spam'));
});

test('a user who is removed from the shown room sees by whom, and another room', async () => {
  await using chat = await open();
  const [room, me, maker] = [aRoomId('team'), user('ada'), user('cyd')];
  const at = { room, at: 1 };
  const joined = { ...at, seq: 3, id: 'e3' as never, author: me, type: 'member-joined' } as const;
  chat.server.push({ type: 'events', room, after: 2, head: 3, jump: 'new', events: [joined] });
  chat.enter('/join team');
  await eventually(() => chat.screen().includes('ada joined #team'));
  const others = {
    ...at,
    seq: 4,
    id: 'e4' as never,
    author: maker,
    type: 'member-removed',
    user: user('bob'),
  } as const;
  chat.server.push({ type: 'event', event: others });
  expect(chat.screen()).toContain('cyd removed bob from #team');
  expect(chat.screen()).not.toContain('You were removed');
  chat.server.push({ type: 'event', event: { ...others, seq: 5, id: 'e5' as never, user: me } });
  expect(chat.screen()).toContain('You were removed from #team by cyd.');
  expect(chat.screen()).not.toContain('cyd removed bob');
  expect(chat.client.getSnapshot().rooms).toEqual(['general']);
});

test('refused messages stay with the reason, and can be retried or discarded', async () => {
  await using chat = await open();
  chat.enter('/retry');
  expect(chat.screen()).toContain('This room has no refused messages');
  chat.server.refuse = { 'message.send': { code: 'bad_text' } };
  chat.enter('oops');
  await eventually(() => chat.screen().includes('not sent:'));
  chat.server.refuse = {};
  chat.enter('/retry');
  await eventually(() => !chat.screen().includes('not sent:'));
  expect(chat.screen()).toContain('ada  oops');
  chat.server.refuse = { 'message.send': { code: 'bad_text' } };
  chat.enter('again');
  await eventually(() => chat.screen().includes('not sent:'));
  chat.enter('/discard');
  expect(chat.screen()).not.toContain('again');
});

test('a waiting edit is shown in its message, a refused one is listed with the reason', async () => {
  await using chat = await open();
  chat.enter('helo');
  await eventually(() => chat.server.log.length === 1);
  const change = { type: 'message.edit', target: 1, body: { kind: 'text', text: 'hello' } } as const;
  chat.server.silent = true;
  void chat.client.change(generalRoom, change);
  expect(chat.screen()).toContain('ada  hello (saving the edit…)');
  expect(chat.screen()).not.toContain('…     ada');
  chat.server.refuse = { 'message.edit': { code: 'edit_too_late' } };
  chat.server.silent = false;
  await eventually(() => chat.screen().includes('edit not saved:'));
  expect(chat.screen()).toMatch(/ada {2}helo\n/);
  expect(chat.screen()).toMatch(/! +ada {2}hello/);
  chat.server.refuse = {};
  chat.enter('/retry');
  await eventually(() => chat.screen().includes('hello (edited)'));
  expect(chat.screen()).not.toContain('edit not saved:');
});

test('what is not confirmed at the end is counted: messages, or changes of messages', () => {
  const waiting = pending('x1', 'hello');
  const edit = { ...waiting, changes: { kind: 'edit', target: 1 } } as const;
  expect(leftBehind([{ pending: [waiting, edit], keeps: true }])).toContain('2 messages were not confirmed');
  expect(leftBehind([{ pending: [edit], keeps: true }])).toBe(
    '1 change was not confirmed by the server when the chat was closed. It is kept and will be sent the next time you open the chat.',
  );
  expect(leftBehind([{ pending: [{ ...edit, refused: 'Too old.' }], keeps: false }])).toBe('1 change was refused.');
});

test('scrolling to the top fetches older messages, End returns to the newest', async () => {
  await using chat = await open(Array.from({ length: 80 }, (_, i) => `line ${i}.`));
  expect(chat.screen()).toContain('line 79.');
  chat.key('pageup', 'pageup', 'pageup', 'pageup');
  await eventually(() => chat.client.getSnapshot().byRoom.general?.timeline.length === 80);
  chat.key('pageup', 'pageup');
  expect(chat.screen()).toContain('line 0.');
  expect(chat.screen()).toContain('scrolled back');
  chat.server.happens('bob', 'newer');
  expect(chat.screen()).toContain('1 new below');
  chat.key('end');
  expect(chat.screen()).toContain('newer');
});

test('visible messages are marked as read, but not while scrolled back', async () => {
  await using chat = await open(Array.from({ length: 40 }, (_, i) => `line ${i}`));
  const read = () => chat.client.getSnapshot().byRoom.general?.readUpTo;
  expect(read()).toBe(40);
  chat.key('pageup');
  chat.server.happens('bob', 'unseen');
  expect(read()).toBe(40);
  chat.key('escape');
  expect(read()).toBe(41);
});

test('typing is sent at most every three seconds, and its end at once', async () => {
  await using chat = await open();
  for (const text of ['a', 'b', 'c']) chat.controller.press({ text });
  expect(chat.sentOf('typing.set')).toMatchObject([{ on: true }]);
  chat.clock.advance(3000);
  chat.controller.press({ text: 'd' });
  chat.key('enter');
  expect(chat.sentOf('typing.set')).toMatchObject([{ on: true }, { on: true }, { on: false }]);
  for (const text of ['/', 'j', 'o']) chat.controller.press({ text });
  expect(chat.sentOf('typing.set')).toHaveLength(3);
});

test('quitting with unconfirmed messages says so', async () => {
  await using chat = await open();
  chat.server.silent = true;
  chat.enter('lost?');
  chat.key('ctrl+d');
  expect(chat.outcomes).toMatchObject([
    { exitCode: 0, message: expect.stringContaining('1 message was not confirmed') },
  ]);
});

test('a refused message stays in sight when its room is lost, and can be retried or discarded there', async () => {
  await using chat = await open();
  chat.server.refuse = { 'message.send': { code: 'not_a_member' } };
  void chat.client.say(aRoomId('den'), 'to a room that is lost');
  await eventually(() => chat.client.getSnapshot().pending[0]?.refused !== undefined);
  expect(chat.screen()).not.toContain('to a room that is lost');
  chat.key('ctrl+n');
  expect(chat.screen()).toMatch(/to a room that is lost/);
  chat.enter('/discard');
  expect(chat.client.getSnapshot().pending).toEqual([]);
  expect(chat.screen()).not.toContain('to a room that is lost');
});

test('a changed history is reported', async () => {
  await using chat = await open(['one', 'two']);
  chat.server.log.length = 1;
  chat.server.cut();
  chat.clock.advance(1000);
  await eventually(() => chat.screen().includes('history has changed'));
});

test('a changed pin ends the chat with both pins and its own exit code', async () => {
  await using chat = await open();
  chat.server.dialFailure = { kind: 'pin-changed', known: 'PIN-ONE', seen: 'PIN-TWO' };
  chat.server.cut();
  chat.clock.advance(1000);
  await eventually(() => chat.outcomes.length > 0);
  expect(chat.outcomes[0]).toMatchObject({ exitCode: 7, message: expect.stringMatching(/PIN-ONE.*PIN-TWO/) });
});

test('leaving reports unconfirmed messages, without refused ones', async () => {
  await using chat = await open();
  chat.server.silent = true;
  chat.enter('unanswered');
  chat.enter('/quit');
  expect(chat.outcomes[0]?.message).toMatch(/^1 message was not confirmed/);
});
