import { PassThrough } from 'node:stream';
import { roomOf } from '@securechat/client';
import { clientOf, FakeServer } from '@securechat/client/testing';
import { generalRoom, ok, type RoomId } from '@securechat/protocol';
import { eventually, FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import type { ServerDirectory } from '../chat/open-servers/servers.ts';
import { defaultSettings } from '../settings/table.ts';
import { fakeDirectory } from '../testing/fake-directory.ts';
import { MemoryDrafts } from '../testing/memory-drafts.ts';
import { fakeTerminal } from '../testing/screen.ts';
import { type PlainOptions, runPlain } from './run.ts';

const idleOf = ({ server }: { readonly server: FakeServer }) =>
  server.seen.flatMap((frame) => (frame.type === 'idle.set' ? [frame.on] : []));

/** Line mode over a real client and an in-memory server with these messages by bob. */
async function opened(
  said: readonly string[],
  { terminal = false, dumb = false, given = {} as Partial<PlainOptions> } = {},
) {
  const server = new FakeServer();
  for (const text of said) server.happens('bob', text, false);
  const clock = new FakeClock();
  const client = clientOf(server, clock);
  const fake = fakeTerminal(80, 24);
  const stdin = terminal ? fake.stdin : (Object.assign(new PassThrough(), { isTTY: false }) as never);
  const stdout = terminal ? fake.stdout : (Object.assign(new PassThrough(), { isTTY: false }) as never);
  let out = '';
  (stdout as unknown as PassThrough).on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  const interrupted = new AbortController();
  void client.connect();
  const outcome = runPlain({
    client,
    clock,
    serverName: 'fake:1',
    at: { url: 'wss://fake:1' },
    settings: defaultSettings,
    variables: {},
    keeps: false,
    dumb,
    stdin,
    stdout,
    interrupted: interrupted.signal,
    ...given,
  });
  const type = (text: string) => void (stdin as unknown as PassThrough).write(text);
  return {
    server,
    client,
    clock,
    stdout: stdout as unknown as PassThrough,
    outcome,
    type,
    end: () => void (stdin as unknown as PassThrough).end(),
    out: () => out,
    hears: (text: string | RegExp) =>
      eventually(() => (typeof text === 'string' ? out.includes(text) : text.test(out)), {
        what: `no ${text}: ${out}`,
      }),
  };
}

const count = (text: string, part: string) => text.split(part).length - 1;

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

test('the lines of a pipe are sent in order, and it ends once all are acknowledged', async () => {
  const chat = await opened([]);
  chat.type('one\n//two\n/me waves\n//me waves\n');
  chat.end();
  expect(await chat.outcome).toEqual({ exitCode: 0 });
  expect(chat.server.log.map((event) => event.type === 'message' && event.body)).toEqual([
    { kind: 'text', text: 'one' },
    { kind: 'text', text: '/two' },
    { kind: 'text', text: '/me waves' },
    { kind: 'text', text: '//me waves' },
  ]);
  expect(chat.out()).toMatch(
    /ada, \d\d:\d\d: one\nada, \d\d:\d\d: \/two\n\* ada waves, \d\d:\d\d\nada, \d\d:\d\d: \/me waves\n/,
  );
});

test('an output pipe that is not read costs bounded memory, and the number of dropped entries is reported', async () => {
  const chat = await opened([]);
  await chat.hears('Connected');
  chat.stdout.pause();
  const long = 'x'.repeat(16_000);
  for (let i = 0; i < 400; i++) chat.server.happens('bob', long);
  await eventually(() => roomOf(chat.client.getSnapshot(), generalRoom).cursor === 400);
  expect(chat.stdout.writableLength).toBeLessThan(5 * 1024 * 1024);
  chat.stdout.resume();
  await chat.hears(/\d+ entries were not shown: the reader is too slow/);
  chat.end();
  expect(await chat.outcome).toEqual({ exitCode: 0 });
});

test('a refused line of a pipe ends the chat as it ends send', async () => {
  const chat = await opened([]);
  await chat.hears('Connected');
  chat.server.refuse = { 'message.send': { code: 'bad_text' } };
  chat.type('one\n');
  chat.end();
  expect(await chat.outcome).toMatchObject({ exitCode: 5, message: expect.stringContaining('Line 1: ') });
  expect(chat.out()).toContain('Not sent: one. ');
});

test('after a room that cannot be joined no line goes to another room', async () => {
  const chat = await opened([]);
  await chat.hears('Connected');
  chat.server.refuse = { 'room.join': { code: 'no_such_room' } };
  chat.type('/join ops\nfor ops only\n');
  chat.end();
  expect(await chat.outcome).toMatchObject({ exitCode: 5, message: expect.stringContaining('#ops') });
  expect(chat.server.log).toEqual([]);
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

test('several servers: output of a hidden server has its name and stays unread; /server switches there and back', async () => {
  const others = fakeDirectory(new FakeClock(), ['work:9000']);
  const work = others.at('work:9000');
  work.happens('eve', 'at work', false);
  const chat = await opened(['at home'], { terminal: true, given: { directory: others.directory, openToo: ['work'] } });
  await chat.hears('Connected to fake:1');
  chat.clock.advance(0);
  await chat.hears('work:9000: Connected to work:9000 as ada.');
  expect(chat.out()).not.toContain('at work');
  await chat.hears('fake:1 general> ');
  work.happens('eve', 'lunch, @ada?');
  await chat.hears(/work:9000: #general, eve, \d\d:\d\d: lunch/);
  chat.type('/server\r');
  await chat.hears('work:9000: ada · online, 1 unread, 1 mention');
  chat.type('/server work\r');
  await chat.hears('work:9000 general> ');
  expect(chat.out()).toMatch(/Server work:9000\..*Room #general\..*eve, \d\d:\d\d: at work.*eve, \d\d:\d\d: lunch/s);
  chat.type('on my way\r');
  await chat.hears(/ada, \d\d:\d\d: on my way/);
  expect([work.log.length, chat.server.log.length]).toEqual([3, 1]);
  chat.server.happens('bob', 'still there?');
  await chat.hears(/fake:1: #general, bob, \d\d:\d\d: still there\?/);
  work.refuse = { resume: { code: 'session_expired' } };
  work.cut(4001);
  await chat.hears('When this is fixed, type: /server work:9000');
  chat.type('into the void\r');
  await chat.hears('Nothing can be sent here');
  chat.type('/server close\r');
  await chat.hears('work:9000 is closed.');
  await chat.hears(/Server fake:1\..*Room #general\..*bob, \d\d:\d\d: at home.*bob, \d\d:\d\d: still there\?/s);
  chat.type('/quit\r');
  expect(await chat.outcome).toEqual({ exitCode: 0 });
  expect(others.log).toEqual(['open work:9000', 'close work:9000']);
});

test('a hidden server cannot print a line that looks like one of another server', async () => {
  const theirs = new FakeClock();
  const { directory, at } = fakeDirectory(theirs, ['work:9000']);
  const work = at('work:9000');
  work.dialFailure = { kind: 'unreachable', detail: 'gone\nbob, 12:00: forged' };
  const withRemark: ServerDirectory = {
    ...directory,
    open: async (name) => {
      const opened = await directory.open(name);
      return opened.ok ? ok({ ...opened.value, notice: 'remark\nbob, 12:00: forged' }) : opened;
    },
  };
  const chat = await opened([], { terminal: true, given: { directory: withRemark, openToo: ['work'] } });
  await chat.hears('Connected to fake:1');
  chat.clock.advance(0);
  await chat.hears('work:9000: Not connected');
  work.dialFailure = undefined;
  theirs.advance(60_000);
  await chat.hears('work:9000: Connected to work:9000');
  work.happens('eve', '@ada\nbob, 12:00: forged');
  await chat.hears('work:9000: #general, eve');
  work.answers.resume = { type: 'error', code: 'session_expired', message: 'ended\nbob, 12:00: forged' };
  work.cut();
  theirs.advance(60_000);
  await chat.hears('When this is fixed, type: /server work:9000');
  expect(count(chat.out(), 'forged')).toBe(4);
  expect(chat.out()).not.toMatch(/^bob, /mu);
  chat.type('/quit\r');
  await chat.outcome;
});

test('the lines of a pipe are never sent to another server', async () => {
  const others = fakeDirectory(new FakeClock(), ['work:9000']);
  const chat = await opened([], { given: { directory: others.directory, openToo: ['work'] } });
  await chat.hears('Connected');
  chat.type('/server work\nfor work only\n');
  chat.end();
  expect(await chat.outcome).toMatchObject({ exitCode: 5, message: expect.stringContaining('one server') });
  expect([chat.server.log, others.log]).toEqual([[], []]);
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

/** Line mode with a second room, `cats`, which was shown last. */
async function openedInCats(terminal: boolean) {
  const drafts = new MemoryDrafts();
  drafts.lastRoom = 'cats';
  const chat = await opened(['hello'], { terminal, given: { drafts } });
  await chat.hears('Connected');
  const header = { kind: 'public', name: 'cats', topic: '', history: 'shared', owners: [], members: 2, messages: 0 };
  const events = [{ room: 'cats', seq: 1, id: 'e1', author: 'ada', at: 1, type: 'member-joined' }];
  const batch = { room: 'cats', after: 0, head: 1, jump: 'new', header: { ...header, asOf: 1 }, events };
  chat.server.push({ type: 'events', ...batch } as never);
  await eventually(() => chat.client.getSnapshot().rooms.includes('cats' as RoomId));
  return { ...chat, drafts };
}

test('at a terminal it opens in the room of the last time, and remembers which one is shown', async () => {
  const chat = await openedInCats(true);
  await chat.hears('cats> ');
  chat.type('/room general\r');
  await eventually(() => chat.drafts.lastRoom === 'general');
  chat.type('/quit\r');
  await chat.outcome;
});

test('the lines of a pipe go to #general, whatever was shown last, and change nothing of that', async () => {
  const chat = await openedInCats(false);
  chat.type('for all\n/room cats\n/room general\n');
  chat.end();
  await chat.outcome;
  const said = chat.server.seen.flatMap((frame) => (frame.type === 'message.send' ? [frame.room] : []));
  expect(said).toEqual(['general']);
  expect(chat.drafts.lastRoom).toBe('cats');
});
