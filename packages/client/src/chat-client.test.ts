import { type EventId, err, ok, type Result, type RoomId } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { unreadCount } from './chat/unread.ts';
import { createChatClient } from './chat-client.ts';
import { describedAs } from './testing/description.ts';
import { FakeServer } from './testing/fake-server.ts';
import { MemoryCache } from './testing/memory-stores.ts';
import { general, online, settle, setUp, timeline } from './testing/online.ts';

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
