import type { UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { unreadCount } from './chat/unread.ts';
import { describedAs } from './testing/description.ts';
import { device, die, general, lines, online } from './testing/stored-device.ts';

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
