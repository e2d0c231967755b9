import type { FakeServer } from '@securechat/client/testing';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { count, opened } from '../testing/line-mode.ts';

const idleOf = ({ server }: { readonly server: FakeServer }) =>
  server.seen.flatMap((frame) => (frame.type === 'idle.set' ? [frame.on] : []));

test('/mentions prints numbered sentences', async () => {
  const chat = await opened(['one @ada', 'nothing', 'two\n@ada']);
  chat.type('/mentions\n');
  await chat.hears('2. #general');
  expect(chat.out()).toMatch(
    /Your mentions, newest first:\n1\. #general, [\d-]+ [\d:]+, bob: two .*@ada\n2\. #general, .*, bob: one @ada\n/,
  );
  chat.end();
  await chat.outcome;
});

test('messages of blocked people are a line in their room, and nothing of muted rooms is announced', async () => {
  const chat = await opened(['a secret']);
  await chat.hears('Connected');
  chat.type('/block bob\n');
  await chat.hears('You have blocked bob.');
  chat.server.happens('bob', 'another secret');
  await chat.hears('A message from bob, who is blocked. To read messages again: /unblock bob');
  chat.type('/mute\n/dm cyd\n/block\n');
  await chat.hears('Blocked (/unblock USER):\nbob');
  chat.server.happens('bob', 'a third');
  chat.server.happens('eve', 'not announced');
  chat.type('/unmute general\n');
  await chat.hears('#general is no longer muted.');
  chat.server.happens('bob', 'a fourth');
  chat.server.happens('eve', 'announced again');
  await chat.hears('announced again');
  expect(chat.out()).not.toMatch(/another secret|a third|a fourth|not announced/);
  chat.end();
  await chat.outcome;
});

test('at the start the last ten messages are printed once, as author, time, text', async () => {
  const said = Array.from({ length: 12 }, (_, i) => `n${i}.`);
  const chat = await opened(said, { given: { notice: 'settings.toml is wrong.' } });
  await chat.hears(/bob, \d\d:\d\d: n11\./);
  expect(chat.out()).toContain('Connected to fake:1 as ada.\nRoom #general. 2 members.\n');
  expect(count(chat.out(), 'settings.toml is wrong.')).toBe(1);
  expect(chat.out()).not.toContain(': n1.');
  for (let i = 2; i < 12; i++) expect(count(chat.out(), `: n${i}.`)).toBe(1);
  expect(chat.out()).not.toContain('\u001b');
  chat.end();
  expect(await chat.outcome).toEqual({ exitCode: 0 });
});

test('joins and leaves are sentences; an interruption is reported once, with the messages that arrived during it', async () => {
  const chat = await opened(['before']);
  await chat.hears(': before');
  chat.server.occurs('member-joined', 'cyd');
  await chat.hears('cyd joined #general');
  chat.server.dialFailure = { kind: 'unreachable', detail: 'nobody there' };
  chat.server.cut();
  await chat.hears('Not connected');
  chat.server.happens('bob', 'meanwhile', false);
  chat.server.dialFailure = undefined;
  chat.clock.advance(60_000);
  await chat.hears('Reconnected.');
  await chat.hears(/bob, \d\d:\d\d: meanwhile/);
  expect(count(chat.out(), 'Not connected')).toBe(1);
  expect(count(chat.out(), ': before')).toBe(1);
  chat.end();
  await chat.outcome;
});

test('an unconfirmed message is reported only if it takes long', async () => {
  const chat = await opened([], { terminal: true });
  await chat.hears('general> ');
  await chat.hears('Connected');
  chat.server.silent = true;
  chat.type('slow\r');
  await eventually(() => chat.client.getSnapshot().pending.length === 1);
  expect(chat.out()).not.toContain('Not confirmed');
  chat.clock.advance(3000);
  await chat.hears('Not confirmed yet: slow');
  chat.server.silent = false;
  await chat.hears(/ada, \d\d:\d\d: slow/);
  chat.type('\u0004');
  expect(await chat.outcome).toEqual({ exitCode: 0 });
});

test.each([
  { dumb: false, back: 'general> half a li' },
  { dumb: true, back: 'general> half a li' },
])('output does not break the line being typed, dumb: $dumb', async ({ dumb, back }) => {
  const term = process.env.TERM;
  process.env.TERM = dumb ? 'dumb' : 'xterm';
  try {
    const chat = await opened([], { terminal: true, dumb });
    await chat.hears('Connected');
    chat.type('half a li');
    await chat.hears('half a li');
    const from = chat.out().length;
    chat.server.happens('bob', 'hello');
    await eventually(() => chat.out().slice(from).includes(': hello'));
    await eventually(
      () =>
        chat
          .out()
          .slice(from)
          .replace(/\p{Cc}\[[\d;]*[A-Z]/gu, '')
          .endsWith(back),
      { what: JSON.stringify(chat.out().slice(from)) },
    );
    if (dumb) expect(chat.out()).not.toContain('\u001b');
    chat.type('ne\r');
    await chat.hears(/ada, \d\d:\d\d: half a line/);
    chat.type('/help\r');
    await chat.hears('/quit: quit SecureChat');
    chat.type('/quit\r');
    expect(await chat.outcome).toEqual({ exitCode: 0 });
  } finally {
    process.env.TERM = term;
  }
});

test('/quit does not wait for missing replies, and reports what was not sent', async () => {
  const chat = await opened([], { terminal: true });
  await chat.hears('Connected');
  chat.server.silent = true;
  chat.type('/join ops\r');
  await eventually(() => chat.server.seen.some(({ type }) => type === 'room.join'));
  const askedMs = chat.clock.nowMs();
  chat.type('for ops only\r/quit\r');
  // With lines still to send, it waits briefly for the reply.
  let end: unknown;
  void chat.outcome.then((how) => {
    end = how;
  });
  await eventually(() => {
    chat.clock.advance(100);
    return end;
  });
  expect(chat.clock.nowMs() - askedMs).toBeLessThan(2000);
  expect(chat.out()).toContain('Not sent: for ops only');
  expect(chat.server.seen.filter(({ type }) => type === 'message.send')).toEqual([]);
});

test('Ctrl-C asks before it quits, and then quits at once', async () => {
  const chat = await opened([], { terminal: true });
  await chat.hears('Connected');
  chat.server.silent = true;
  chat.type('/join ops\r');
  await eventually(() => chat.server.seen.some(({ type }) => type === 'room.join'));
  chat.type('half');
  await chat.hears('half');
  chat.type('\u0003');
  chat.type('\u0003');
  await chat.hears('Press Ctrl+C again to quit.');
  chat.type('x');
  await eventually(() => chat.out().endsWith('x'));
  chat.type('\u0003');
  chat.type('\u0003');
  await eventually(() => count(chat.out(), 'Press Ctrl+C again to quit.') === 2);
  chat.type('\u0003');
  expect(await chat.outcome).toEqual({ exitCode: 0 });
});

test('/date names the command that prints a day, since line mode cannot scroll', async () => {
  const chat = await opened(['n0.']);
  await chat.hears(': n0.');
  chat.type('/date 2026-11-20\n');
  await chat.hears('Print it with: securechat history --room general --since 2026-11-20');
  chat.end();
  expect(await chat.outcome).toEqual({ exitCode: 0 });
});

test('a pipe is idle from the start, and a terminal after ten minutes without a key', async () => {
  const pipe = await opened([]);
  await eventually(() => idleOf(pipe).length === 1);
  expect(idleOf(pipe)).toEqual([true]);
  pipe.end();
  await pipe.outcome;
  const chat = await opened([], { terminal: true });
  await chat.hears('general>');
  chat.type('h');
  chat.clock.advance(10 * 60_000);
  await eventually(() => idleOf(chat).length === 1);
  chat.type('i');
  await eventually(() => idleOf(chat).length === 2);
  expect(idleOf(chat)).toEqual([true, false]);
  chat.type('\u0015/quit\r');
  await chat.outcome;
  chat.clock.advance(60 * 60_000);
  expect(idleOf(chat)).toHaveLength(2);
});

test('a direct message is announced as such, and /room @bob shows its room', async () => {
  const chat = await opened(['hello']);
  await chat.hears('Connected');
  const event = {
    ...{ type: 'message', room: 'rd', seq: 4, n: 1, id: 'd4', author: 'bob', at: 1 },
    body: { kind: 'text', text: 'psst' },
  };
  const header = {
    kind: 'direct',
    with: ['bob'],
    topic: '',
    history: 'shared',
    owners: [],
    members: 2,
    messages: 0,
    asOf: 3,
  };
  chat.server.push({ type: 'events', room: 'rd', after: 3, head: 4, jump: 'new', header, events: [event] } as never);
  await chat.hears(/^Direct message from bob, \d\d:\d\d: psst$/m);
  chat.type('/room @bob\n');
  await chat.hears('Direct messages with bob.');
  chat.end();
  await chat.outcome;
});

test('a room without a name has one label, in the prompt and in sentences', async () => {
  const chat = await opened(['hello'], { terminal: true });
  await chat.hears('general> ');
  const room = 'rabcdefghijklmnop1111';
  const header = { kind: 'private', topic: '', history: 'joined', owners: ['ada'], members: 3, messages: 0, asOf: 1 };
  const events = [{ room, seq: 1, id: 'e1', author: 'ada', at: 1, type: 'member-joined' }];
  const batch = {
    type: 'events',
    room,
    after: 0,
    head: 1,
    jump: 'new',
    header: { ...header, with: ['bob', 'cyd'] },
    events,
  };
  chat.server.push(batch as never);
  chat.type('/room bob, cyd\r');
  await chat.hears('Unnamed room with bob, cyd. 3 members.');
  await chat.hears('ada joined the room with bob, cyd');
  await chat.hears('bob, cyd> ');
  expect(chat.out()).not.toContain(room);
  chat.type('/quit\r');
  await chat.outcome;
});
