import { type EventId, err, ok, type Result, type RoomId } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChatClientOptions, Notice } from './api.ts';
import { unreadCount } from './chat/unread.ts';
import { createChatClient } from './chat-client.ts';
import { clientOf } from './testing/client-of.ts';
import { describedAs } from './testing/description.ts';
import { FakeServer } from './testing/fake-server.ts';
import { MemoryCache } from './testing/memory-stores.ts';

const general = 'general' as RoomId;
const settle = async () => {
  for (let i = 0; i < 30; i++) await Promise.resolve();
};

function setUp(options: Partial<ChatClientOptions> = {}) {
  const server = new FakeServer();
  const clock = new FakeClock();
  const client = clientOf(server, clock, options);
  const notices: Notice[] = [];
  client.listen((notice) => notices.push(notice));
  return { server, clock, client, notices };
}

async function online(options: Partial<ChatClientOptions> = {}) {
  const all = setUp(options);
  await all.client.connect();
  await all.client.synced();
  return all;
}

const timeline = (client: ReturnType<typeof setUp>['client']) =>
  [...(client.getSnapshot().byRoom[general]?.timeline ?? [])].flatMap((item) =>
    item.kind === 'message' ? (item.text ?? []) : [],
  );

test('a stored token resumes the session; recent events are loaded and nothing is unread', async () => {
  const { server, client } = setUp();
  server.happens('bob', 'before');
  await client.connect();
  expect(await client.resumed()).toMatchObject({ ok: true, value: { user: 'ada' } });
  await client.synced();
  const state = client.getSnapshot();
  expect(state.link).toEqual({ status: 'online' });
  expect(state.roundTripMs).toBe(0);
  expect(timeline(client)).toEqual(['before']);
  const room = state.byRoom[general];
  expect(room && unreadCount(room, state.me)).toBe(0);
  server.happens('bob', 'now');
  const after = client.getSnapshot().byRoom[general];
  expect(after && unreadCount(after, state.me)).toBe(1);
  client.markRead(general);
  const read = client.getSnapshot().byRoom[general];
  expect(read && unreadCount(read, state.me)).toBe(0);
});

test('a pending token is awaited after the greeting, on the connection that is current then', async () => {
  const { promise, resolve } = Promise.withResolvers<Result<string, string>>();
  const { server, clock, client } = setUp({ token: promise });
  await client.connect();
  server.cut();
  clock.advance(31_000);
  await settle();
  expect(server.seen.map(({ type }) => type)).toEqual(['hello', 'hello']);
  resolve(ok('sct_token'));
  expect(await client.resumed()).toMatchObject({ ok: true, value: { user: 'ada' } });
  await client.synced();
  expect(server.seen.filter(({ type }) => type === 'resume')).toHaveLength(1);
});

test('a missing token ends the session with its error', async () => {
  const { server, client, notices } = setUp({ token: Promise.resolve(err('the keychain is locked')) });
  await client.connect();
  expect(await client.resumed()).toMatchObject({ ok: false, error: { refusal: { detail: 'the keychain is locked' } } });
  expect(notices).toContainEqual({ kind: 'session-ended', message: 'the keychain is locked' });
  expect(server.seen.map(({ type }) => type)).toEqual(['hello']);
});

test('an available token is sent together with the greeting', async () => {
  const { server, client } = setUp();
  server.silent = true;
  void client.connect();
  await settle();
  expect(server.seen.map(({ type }) => type)).toEqual(['hello', 'resume']);
  server.silent = false;
  expect(await client.resumed()).toMatchObject({ ok: true });
});

test('messages made offline are sent in order once connected, and resolve with their seq', async () => {
  const { server, client } = setUp();
  const saying = ['one', 'two', 'three'].map((text) => client.say(general, text));
  expect(client.getSnapshot().pending.map((m) => m.text)).toEqual(['one', 'two', 'three']);
  await client.connect();
  const said = await Promise.all(saying);
  expect(said.map((s) => s.ok && s.value.seq)).toEqual([1, 2, 3]);
  expect(server.log.map((e) => e.type === 'message' && e.body.kind === 'text' && e.body.text)).toEqual([
    'one',
    'two',
    'three',
  ]);
  expect(client.getSnapshot().pending).toEqual([]);
});

test('what is asked for after a log-in comes after the request for what was missed', async () => {
  const server = new FakeServer();
  const about = { client: { name: 'test', version: '0' }, device: 'test' };
  const client = createChatClient({ url: 'wss://fake:1', dialer: server, clock: new FakeClock(), ...about });
  await client.connect();
  expect(await client.logIn({ user: 'ada', password: server.password })).toMatchObject({ ok: true });
  expect(await client.joinRoom('cats')).toMatchObject({ ok: true });
  expect(server.seen.map(({ type }) => type)).toEqual(['hello', 'login', 'sync', 'room.join']);
  await client.close();
});

test('an unconfirmed message is resent under its id after an interruption', async () => {
  const { server, clock, client } = await online();
  server.silent = true;
  const saying = client.say(general, 'hello');
  await settle();
  const first = server.seen.at(-1);
  server.cut();
  server.silent = false;
  clock.advance(31_000);
  const said = await saying;
  expect(said.ok).toBe(true);
  const says = server.seen.filter((f) => f.type === 'message.send');
  expect(says).toHaveLength(2);
  expect(says[0]).toMatchObject({ clientId: (first as { clientId: string }).clientId });
  expect(says[1]).toMatchObject({ clientId: (first as { clientId: string }).clientId });
  expect(server.log).toHaveLength(1);
});

test('slow_down is waited out, and no later message is sent first', async () => {
  const { server, clock, client } = await online();
  server.refuse['message.send'] = { code: 'slow_down', retryAfterMs: 700 };
  const first = client.say(general, 'one');
  const second = client.say(general, 'two');
  await settle();
  server.refuse = {};
  const third = client.say(general, 'three');
  await settle();
  expect(server.log).toHaveLength(0);
  clock.advance(1000);
  await Promise.all([first, second, third]);
  expect(timeline(client)).toEqual(['one', 'two', 'three']);
});

test('a message refused because the session is over ends the session, and stays on the device', async () => {
  const { server, client, notices } = await online();
  server.refuse['message.send'] = { code: 'session_expired' };
  expect(await client.say(general, 'hello')).toMatchObject({ ok: false, error: { kind: 'refused' } });
  await settle();
  expect(server.seen.filter(({ type }) => type === 'message.send')).toHaveLength(1);
  expect(notices.filter(({ kind }) => kind === 'session-ended')).toHaveLength(1);
  expect(client.getSnapshot().link.status).toBe('refused');
  await client.close();
});

test('a final refusal is reported, its text stays, and it can be retried or discarded', async () => {
  const { server, client } = await online();
  server.refuse['message.send'] = { code: 'not_a_member' };
  const said = await client.say(general, 'hello', 'id-1' as EventId);
  expect(said).toMatchObject({ ok: false, error: { kind: 'refused', refusal: { code: 'not_a_member' } } });
  expect(client.getSnapshot().pending[0]?.refused).toContain('not_a_member');
  server.refuse = {};
  client.retry('id-1' as EventId);
  await settle();
  expect(timeline(client)).toEqual(['hello']);
  expect(client.getSnapshot().pending).toEqual([]);
  server.refuse['message.send'] = { code: 'bad_text' };
  await client.say(general, 'again', 'id-2' as EventId);
  client.discard('id-2' as EventId);
  expect(client.getSnapshot().pending).toEqual([]);
});

test('a gap is repaired from the server, and duplicates are applied once', async () => {
  const { server, client, notices } = await online();
  server.happens('bob', 'one');
  const lost = server.happens('bob', 'two', false);
  server.happens('bob', 'three');
  await settle();
  server.push({ type: 'event', event: lost });
  expect(timeline(client)).toEqual(['one', 'two', 'three']);
  expect(notices.filter((n) => n.kind === 'event').map((n) => n.kind === 'event' && n.event.seq)).toEqual([1, 2, 3]);
});

test('after an interruption only missed events are fetched, and counted', async () => {
  const { server, clock, client, notices } = await online();
  server.happens('bob', 'one');
  server.cut();
  for (let i = 0; i < 37; i++) server.happens('bob', `missed ${i}`, false);
  expect(client.getSnapshot().link.status).toBe('waiting');
  clock.advance(31_000);
  await settle();
  expect(client.getSnapshot().lastSync).toMatchObject({ events: 37, gaps: 0 });
  expect(notices.filter((n) => n.kind === 'synced').at(-1)).toMatchObject({ events: 37, gaps: 0 });
  expect(timeline(client)).toHaveLength(38);
});

test('a server that withholds events is detected: the gap is counted', async () => {
  const { server, clock, client } = await online();
  server.happens('bob', 'one');
  server.cut();
  server.happens('bob', 'held back', false);
  server.withhold = true;
  clock.advance(31_000);
  await settle();
  expect(client.getSnapshot().lastSync).toMatchObject({ events: 0, gaps: 1 });
});

test('a changed history clears the timeline, is reported, and is fetched again', async () => {
  const { server, clock, client } = await online();
  server.happens('bob', 'old');
  server.cut();
  server.generation = 'g2';
  server.log.length = 0;
  server.happens('bob', 'restored', false);
  clock.advance(31_000);
  await settle();
  expect(timeline(client)).toEqual(['restored']);
});

test('silence is probed, and a dead link is dropped and dialled again', async () => {
  const { server, clock, client } = await online();
  server.silent = true;
  clock.advance(31_000);
  expect(server.seen.some((f) => f.type === 'ping')).toBe(true);
  clock.advance(10_000);
  expect(client.getSnapshot().link.status).not.toBe('online');
  server.silent = false;
  clock.advance(31_000);
  await settle();
  expect(client.getSnapshot().link.status).toBe('online');
});

test('after a jump of the clock (a sleep) the link is probed at once', async () => {
  const { server, clock } = await online();
  const before = server.seen.length;
  clock.sleep(3_600_000);
  clock.advance(5001);
  expect(server.seen.slice(before).map((f) => f.type)).toContain('ping');
});

test('an unreachable server fails connect, and the client keeps trying', async () => {
  const { server, clock, client } = setUp();
  server.dialFailure = { kind: 'unreachable', detail: 'nobody listens there' };
  expect(await client.connect()).toMatchObject({
    ok: false,
    error: { kind: 'offline', dial: { kind: 'unreachable' } },
  });
  expect(client.getSnapshot().link).toMatchObject({ status: 'waiting', attempt: 1 });
  server.dialFailure = undefined;
  clock.advance(31_000);
  expect(await client.resumed()).toMatchObject({ ok: true });
});

test('a changed pin is final', async () => {
  const { server, clock, client } = setUp();
  server.dialFailure = { kind: 'pin-changed', known: 'K', seen: 'S' };
  expect(await client.connect()).toMatchObject({ ok: false, error: { dial: { kind: 'pin-changed' } } });
  expect(client.getSnapshot().link.status).toBe('refused');
  expect(clock.waiting).toBe(0);
});

test('an ended session is reported once, and nothing is dialled again', async () => {
  const { server, clock, client, notices } = await online();
  server.silent = true;
  const unanswered = client.say(general, 'never', 'x' as EventId);
  await settle();
  server.cut(4001);
  expect(notices.filter((n) => n.kind === 'session-ended')).toHaveLength(1);
  expect(client.getSnapshot().link.status).toBe('refused');
  expect(await unanswered).toMatchObject({ ok: false });
  expect(await client.say(general, 'more')).toMatchObject({ ok: false });
  expect(clock.waiting).toBe(0);
});

test('older events are added above, and the start of the room is known', async () => {
  const all = setUp({ recent: 2 });
  for (let i = 0; i < 5; i++) all.server.happens('bob', `m${i}`, false);
  await all.client.connect();
  await all.client.synced();
  expect(timeline(all.client)).toEqual(['m3', 'm4']);
  expect(all.client.getSnapshot().byRoom[general]?.atStart).toBe(false);
  await all.client.loadOlder(general, 10);
  expect(timeline(all.client)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
  expect(all.client.getSnapshot().byRoom[general]?.atStart).toBe(true);
});

test('presence and typing are shown, but not stored', async () => {
  const { server, clock, client } = await online();
  server.push({ type: 'presence', room: general, user: 'bob' as never, online: true, at: 1 });
  server.push({ type: 'typing', room: general, user: 'bob' as never, on: true });
  const room = () => client.getSnapshot().byRoom[general];
  expect(room()?.online).toEqual(['ada', 'bob']);
  expect(room()?.typing).toEqual(['bob']);
  expect(room()?.timeline.at(-1)).toMatchObject({ kind: 'presence', user: 'bob', online: true });
  clock.advance(6001);
  expect(room()?.typing).toEqual([]);
});

test('closing leaves no timer, and fails pending requests', async () => {
  const { server, clock, client } = await online();
  server.silent = true;
  const saying = client.say(general, 'x');
  await client.close();
  expect(await saying).toMatchObject({ ok: false, error: { kind: 'offline' } });
  expect(clock.waiting).toBe(0);
});

const act = fc.constantFrom('say', 'hear', 'miss', 'cut', 'silence', 'answer', 'slow', 'wait');

test('under random faults each message is stored once and in order, and the timeline equals the log', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
      const { server, clock, client } = await online();
      let said = 0;
      for (const each of acts) {
        if (each === 'say') void client.say(general, `mine ${said++}`);
        else if (each === 'hear' || each === 'miss') server.happens('bob', 'theirs', each === 'hear');
        else if (each === 'cut') server.cut();
        else if (each === 'silence') server.silent = true;
        else if (each === 'answer') Object.assign(server, { silent: false, refuse: {} });
        else if (each === 'slow') server.refuse = { 'message.send': { code: 'slow_down', retryAfterMs: 50 } };
        else clock.advance(10_000);
        await settle();
      }
      Object.assign(server, { silent: false, refuse: {} });
      for (let i = 0; i < 8; i++) {
        clock.advance(20_000);
        await settle();
      }
      server.happens('bob', 'the end');
      await settle();
      const texts = server.log.flatMap((e) => (e.type === 'message' && e.body.kind === 'text' ? [e.body.text] : []));
      expect(texts.filter((text) => text.startsWith('mine'))).toEqual(
        Array.from({ length: said }, (_, i) => `mine ${i}`),
      );
      expect(timeline(client)).toEqual(texts);
      await client.close();
    }),
    { numRuns: 60 },
  );
});

test('a dead link is detected within 10 s of a message, and otherwise within 45 s', async () => {
  for (const [saying, withinMs] of [
    [true, 10_000],
    [false, 45_000],
  ] as const) {
    const { server, clock, client } = await online();
    server.silent = true;
    if (saying) void client.say(general, 'hello');
    await settle();
    clock.advance(withinMs);
    expect(client.getSnapshot().link.status).not.toBe('online');
    await client.close();
  }
});

test('signs of life after a message keep the link', async () => {
  const { server, clock, client } = await online();
  server.refuse['message.send'] = { code: 'slow_down', retryAfterMs: 60_000 };
  void client.say(general, 'hello');
  for (let i = 0; i < 6; i++) {
    clock.advance(4000);
    await settle();
  }
  expect(client.getSnapshot().link).toEqual({ status: 'online' });
  await client.close();
});

test('after a sleep the link is probed or reconnected at once', async () => {
  const { server, clock, client } = await online();
  server.silent = true;
  server.dialFailure = { kind: 'unreachable', detail: 'nobody' };
  clock.chance = 0.99;
  clock.sleep(600_000);
  clock.advance(5000 + 3000);
  await settle();
  expect(client.getSnapshot().link).toMatchObject({ status: 'waiting', attempt: 1 });
  for (let i = 0; i < 8; i++) {
    clock.advance(30_000);
    await settle();
  }
  const { link } = client.getSnapshot();
  expect(link.status === 'waiting' && link.untilMs - clock.nowMs()).toBeGreaterThan(10_000);
  server.silent = false;
  server.dialFailure = undefined;
  clock.sleep(600_000);
  clock.advance(5000);
  await settle();
  expect(client.getSnapshot().link).toEqual({ status: 'online' });
  await client.close();
  expect(clock.waiting).toBe(0);
});

test('an endless retryAfterMs causes neither an endless wait nor a hot loop', async () => {
  const { server, clock, client } = await online();
  server.refuse['message.send'] = { code: 'slow_down', retryAfterMs: Number.MAX_SAFE_INTEGER };
  const saying = client.say(general, 'hello');
  await settle();
  clock.advance(1000);
  expect(server.seen.filter((f) => f.type === 'message.send')).toHaveLength(1);
  server.refuse = {};
  clock.advance(300_000);
  expect(await saying).toMatchObject({ ok: true });
  await client.close();
});

test('a room joined on another device gets its topic and its members', async () => {
  const cache = new MemoryCache();
  const { server, client, clock } = await online({ cache });
  const room = 'den' as RoomId;
  const sent = server.seen.length;
  const event = { type: 'member-joined', room, seq: 3, id: 'j', author: 'ada', at: 1 } as never;
  const header = { ...describedAs('a-den', { topic: 'quiet', members: 4 }), asOf: 3 };
  server.push({ type: 'events', room, after: 2, head: 3, jump: 'new', header, events: [event] });
  expect(client.getSnapshot().byRoom[room]).toMatchObject({ name: 'a-den', topic: 'quiet', members: 4 });
  clock.advance(60);
  expect(cache.load(9).rooms.find(({ id }) => id === room)).toMatchObject({
    name: 'a-den',
    topic: 'quiet',
    members: 4,
  });
  expect(server.seen).toHaveLength(sent);
  await client.close();
});

test('a reply about another message is not taken as a reply', async () => {
  const { server, client } = await online();
  server.answers['message.send'] = { type: 'ack', room: general, seq: 9, clientId: 'foreign', at: 1 };
  const saying = client.say(general, 'hello');
  await settle();
  expect(client.getSnapshot().link.status).not.toBe('online');
  expect(client.getSnapshot().pending).toHaveLength(1);
  await client.close();
  expect(await saying).toMatchObject({ ok: false });
});

test.each([3_600_000, -3_600_000, 100 * 86_400_000])(
  'setting the wall clock by %d ms neither ends nor probes the link',
  async (byMs) => {
    const { server, clock, client } = await online();
    const sent = server.seen.length;
    clock.advance(1000);
    clock.jump(byMs);
    // Silent, but still within the time limit.
    clock.advance(20_000);
    await settle();
    expect(client.getSnapshot().link.status).toBe('online');
    expect(server.seen).toHaveLength(sent);
    server.dialFailure = { kind: 'unreachable', detail: 'nobody there' };
    server.cut();
    await settle();
    clock.jump(-byMs);
    server.dialFailure = undefined;
    clock.advance(1000);
    await settle();
    expect(client.getSnapshot().link.status).toBe('online');
    await client.close();
  },
);

test('a wait requested by the server keeps its length when the wall clock is set back', async () => {
  const { server, clock, client } = await online();
  server.refuse = { 'message.send': { code: 'slow_down', retryAfterMs: 5000 } };
  const saying = client.say(general, 'hello');
  await settle();
  server.refuse = {};
  clock.jump(-3_600_000);
  clock.advance(10_000);
  await settle();
  expect(await saying).toMatchObject({ ok: true });
  await client.close();
});
