import type { EventId, RoomId, UserId } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import type { ChatClient, ChatClientOptions, Notice } from './api.ts';
import { unreadCount } from './chat/unread.ts';
import { clientOf } from './testing/client-of.ts';
import { describedAs } from './testing/description.ts';
import { FakeServer } from './testing/fake-server.ts';
import { MemoryCache, MemoryOutboxStore } from './testing/memory-stores.ts';
import { MemoryUserStateStore } from './user-state/memory-store.ts';

const general = 'general' as RoomId;
const settle = async () => {
  for (let i = 0; i < 30; i++) await Promise.resolve();
};

/** A device whose storage outlives each run of the program. */
function device() {
  const [server, clock] = [new FakeServer(), new FakeClock()];
  const [outboxStore, cache, userStateStore] = [new MemoryOutboxStore(), new MemoryCache(), new MemoryUserStateStore()];
  const run = (options: Partial<ChatClientOptions> = {}) => {
    const client = clientOf(server, clock, { outboxStore, cache, userStateStore, ...options });
    const notices: Notice[] = [];
    client.listen((notice) => notices.push(notice));
    return { client, notices };
  };
  return { server, clock, outboxStore, cache, run };
}

/** The program is killed: nothing is closed. */
const die = (server: FakeServer) => server.cut();
const lines = (client: ChatClient) =>
  [...(client.getSnapshot().byRoom[general]?.timeline ?? [])].flatMap((item) =>
    item.kind === 'message' ? (item.text ?? []) : [],
  );
const pending = (client: ChatClient) => client.getSnapshot().pending.map((m) => m.text);

async function online(client: ChatClient) {
  await client.connect();
  await client.synced();
}

test('the same message under the same id is sent once and resolves twice; another one under it is refused', async () => {
  const { server, run, outboxStore } = device();
  const { client } = run();
  const id = 'mine' as EventId;
  const both = Promise.all([client.say(general, 'once', id), client.say(general, 'once', id)]);
  const others = [await client.say(general, 'twice', id), await client.say('kitchen' as RoomId, 'once', id)];
  for (const other of others) expect(other).toMatchObject({ error: { refusal: { code: 'id_reused' } } });
  expect(client.getSnapshot().pending).toMatchObject([{ id, room: general, text: 'once' }]);
  expect(outboxStore.load()).toMatchObject([{ id, room: general, change: { body: { text: 'once' } } }]);
  await online(client);
  const [first, second] = await both;
  expect(first).toMatchObject({ ok: true, value: { id } });
  expect(second).toEqual(first);
  expect(server.log).toHaveLength(1);
  expect(outboxStore.load()).toEqual([]);
});

test('sending a refused message again under its id retries it unchanged', async () => {
  const { server, run, outboxStore } = device();
  server.refuse = { 'message.send': { code: 'bad_text' } };
  const { client } = run();
  await online(client);
  const id = 'mine' as EventId;
  expect(await client.say(general, 'hm', id)).toMatchObject({ ok: false });
  expect(client.getSnapshot().pending).toMatchObject([{ id, refused: expect.any(String) }]);
  server.refuse = {};
  expect(await client.say(general, 'hm', id)).toMatchObject({ ok: true, value: { id } });
  expect([client.getSnapshot().pending, outboxStore.load(), server.log.length]).toEqual([[], [], 1]);
});

test('a start shows cached history without a connection, and then fetches only new events', async () => {
  const { server, run } = device();
  server.happens('bob', 'one');
  const first = run();
  await online(first.client);
  first.client.markRead(general);
  server.happens('bob', 'two');
  die(server);
  server.happens('bob', 'three', false);
  const second = run();
  expect(lines(second.client)).toEqual(['one', 'two']);
  expect(second.client.getSnapshot().me).toBe('ada');
  server.seen.length = 0;
  await online(second.client);
  expect(lines(second.client)).toEqual(['one', 'two', 'three']);
  expect(server.seen.find((f) => f.type === 'sync')).toMatchObject({
    generation: 'g1',
    cursors: [{ room: general, seq: 2, id: 'bob-1' }],
  });
  const room = second.client.getSnapshot().byRoom[general];
  expect(room && unreadCount(room, second.client.getSnapshot().me)).toBe(2);
  expect(second.notices).toContainEqual({ kind: 'synced', events: 1, gaps: 0, restored: 0 });
});

test('a start without recent events continues from there, also after another start', async () => {
  const { server, run } = device();
  server.happens('bob', 'one');
  const first = run({ recent: 0 });
  await online(first.client);
  expect(lines(first.client)).toEqual([]);
  die(server);
  server.happens('bob', 'two', false);
  const second = run({ recent: 0 });
  server.seen.length = 0;
  await online(second.client);
  expect(server.seen.find((f) => f.type === 'sync')).toMatchObject({
    cursors: [{ room: general, seq: 1, id: 'bob-0' }],
  });
  expect(lines(second.client)).toEqual(['two']);
});

test('a cursor whose event is unknown is not sent: the room starts over', async () => {
  const { server, run, cache } = device();
  server.happens('bob', 'one');
  cache.begin('ada' as UserId, 'g1');
  cache.apply({
    room: general,
    begins: true,
    description: describedAs('general'),
    events: [],
    cursor: 1,
    atStart: false,
  });
  const { client } = run();
  await online(client);
  expect(server.seen.find((f) => f.type === 'sync')).toMatchObject({ cursors: [] });
  expect(lines(client)).toEqual(['one']);
});

test('unconfirmed messages survive the program, and are sent once and in order', async () => {
  const { server, run } = device();
  const first = run();
  await online(first.client);
  server.silent = true;
  for (const text of ['one', 'two', 'three']) void first.client.say(general, text);
  await settle();
  die(server);
  server.silent = false;
  const second = run();
  expect(pending(second.client)).toEqual(['one', 'two', 'three']);
  void second.client.say(general, 'four');
  await online(second.client);
  await settle();
  expect(lines(second.client)).toEqual(['one', 'two', 'three', 'four']);
  expect(pending(second.client)).toEqual([]);
  expect(server.log).toHaveLength(4);
  expect(run().client.getSnapshot().pending).toEqual([]);
});

test('a message whose ack was lost is found in the catch-up, shown once and not sent again', async () => {
  const { server, run, outboxStore } = device();
  const first = run();
  await online(first.client);
  server.silent = true;
  const id = 'kept-1' as EventId;
  void first.client.say(general, 'hello', id);
  await settle();
  die(server);
  server.silent = false;
  server.log.push({
    type: 'message',
    room: general,
    seq: 1,
    n: 1,
    id,
    author: server.user,
    at: 1,
    body: { kind: 'text', text: 'hello' },
  });
  const second = run();
  // The catch-up is handled before the resend: the server has the message already.
  server.refuse['message.send'] = { code: 'slow_down', retryAfterMs: 5000 };
  await online(second.client);
  await settle();
  expect(lines(second.client)).toEqual(['hello']);
  expect(pending(second.client)).toEqual([]);
  expect(outboxStore.load()).toEqual([]);
});

test('a refused message keeps its text and reason across a restart, and can be retried or discarded', async () => {
  const { server, run } = device();
  const first = run();
  await online(first.client);
  server.refuse['message.send'] = { code: 'not_a_member' };
  await first.client.say(general, 'one', 'id-1' as EventId);
  await first.client.say(general, 'two', 'id-2' as EventId);
  die(server);
  const second = run();
  expect(second.client.getSnapshot().pending.map((m) => m.refused)).toEqual([
    'refused: not_a_member',
    'refused: not_a_member',
  ]);
  server.refuse = {};
  await online(second.client);
  expect(server.log).toHaveLength(0);
  second.client.discard('id-1' as EventId);
  second.client.retry('id-2' as EventId);
  await settle();
  expect(lines(second.client)).toEqual(['two']);
  expect(run().client.getSnapshot().pending).toEqual([]);
});

test('an ended session keeps unsent messages for the next log-in', async () => {
  const { server, run } = device();
  const first = run();
  await online(first.client);
  server.silent = true;
  void first.client.say(general, 'hello');
  await settle();
  server.cut(4001);
  server.silent = false;
  expect(first.notices.some((n) => n.kind === 'session-ended')).toBe(true);
  const second = run();
  await online(second.client);
  await settle();
  expect(lines(second.client)).toEqual(['hello']);
});

test('an ended session does not change stored messages, and this client no longer sends them', async () => {
  const { server, run } = device();
  const first = run();
  await online(first.client);
  server.refuse['message.send'] = { code: 'not_a_member' };
  await first.client.say(general, 'refused', 'id-1' as EventId);
  server.refuse = {};
  server.silent = true;
  void first.client.say(general, 'unanswered', 'id-2' as EventId);
  await settle();
  server.cut(4001);
  server.silent = false;
  const how = (client: ChatClient) => client.getSnapshot().pending.map(({ text, refused }) => [text, refused]);
  const left = [
    ['refused', 'refused: not_a_member'],
    ['unanswered', undefined],
  ];
  expect(how(first.client)).toEqual(left);
  first.client.retry('id-1' as EventId);
  expect(how(first.client)).toEqual(left);
  const second = run();
  await online(second.client);
  await settle();
  expect(how(second.client)).toEqual([left[0]]);
  second.client.retry('id-1' as EventId);
  await settle();
  expect(lines(second.client)).toEqual(['unanswered', 'refused']);
  expect(server.log).toHaveLength(2);
});

test('without a store, unsent messages are reported as lost when the session ends', async () => {
  const { server, clock } = device();
  const client = clientOf(server, clock);
  await online(client);
  server.silent = true;
  void client.say(general, 'hello', 'id-1' as EventId);
  await settle();
  server.cut(4001);
  expect(client.getSnapshot().pending[0]?.refused).toContain('Not sent:');
  client.retry('id-1' as EventId);
  expect(client.getSnapshot().pending[0]?.refused).toContain('Not sent:');
});

test('a changed history is reloaded and reported: shorter, grown past the cursor, or of another generation', async () => {
  const { server, run } = device();
  for (const text of ['one', 'two', 'three']) server.happens('bob', text);
  await online(run().client);
  die(server);
  const shows = async () => {
    const { client, notices } = run();
    await online(client);
    die(server);
    return [lines(client), notices.filter((n) => n.kind === 'restored').length];
  };
  server.log.length = 1;
  expect(await shows()).toEqual([['one'], 1]);
  expect(await shows()).toEqual([['one'], 0]);
  server.log.length = 0;
  server.happens('eve', 'other');
  server.happens('eve', 'more');
  expect(await shows()).toEqual([['other', 'more'], 1]);
  server.generation = 'g2';
  expect(await shows()).toEqual([['other', 'more'], 1]);
  expect(await shows()).toEqual([['other', 'more'], 0]);
});

test('a failing store is reported once, and the chat continues', async () => {
  const { server, clock, run, outboxStore, cache } = device();
  server.happens('bob', 'one');
  const { client, notices } = run();
  await online(client);
  outboxStore.full = true;
  cache.full = true;
  server.happens('bob', 'two');
  await client.say(general, 'three');
  await client.say(general, 'four');
  clock.advance(50);
  expect(lines(client)).toEqual(['one', 'two', 'three', 'four']);
  expect(notices.filter((n) => n.kind === 'persist-failed').map((n) => n.kind === 'persist-failed' && n.what)).toEqual([
    'outbox',
    'cache',
  ]);
  // The disk has space again, but the cache has missed an event: its cursor stays, and the next start fetches the rest.
  outboxStore.full = false;
  cache.full = false;
  server.happens('bob', 'five');
  die(server);
  const second = run();
  expect(lines(second.client)).toEqual(['one']);
  await online(second.client);
  expect(lines(second.client)).toEqual(['one', 'two', 'three', 'four', 'five']);
});

test('older lines come from the cache first, then from the server', async () => {
  const { server, run } = device();
  for (let i = 0; i < 700; i++) server.happens('bob', `m${i}`);
  const first = run({ recent: 200 });
  await online(first.client);
  for (let i = 700; i < 1200; i++) server.happens('bob', `m${i}`);
  die(server);
  const { client } = run();
  expect(lines(client)).toHaveLength(500);
  await online(client);
  server.seen.length = 0;
  await client.loadOlder(general, 150);
  expect(lines(client)[0]).toBe('m550');
  await client.loadOlder(general, 150);
  expect(lines(client)[0]).toBe('m500');
  expect(server.seen.filter((f) => f.type === 'history')).toEqual([]);
  await client.loadOlder(general, 150);
  expect(lines(client)[0]).toBe('m350');
  expect(lines(client)).toEqual(Array.from({ length: 850 }, (_, i) => `m${350 + i}`));
});
