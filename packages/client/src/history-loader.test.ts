import type { RoomId } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { clientOf } from './testing/client-of.ts';
import { FakeServer } from './testing/fake-server.ts';

const general = 'general' as RoomId;

/** A client that has loaded the last two of nine messages. */
async function withTwo() {
  const server = new FakeServer();
  for (let i = 0; i < 9; i++) server.happens('bob', `m${i}`, false);
  const client = clientOf(server, new FakeClock(), { recent: 2 });
  await client.connect();
  await client.synced();
  const count = () => client.getSnapshot().byRoom[general]?.timeline.length;
  expect(count()).toBe(2);
  return { server, client, count };
}

test('a second load of older events awaits the first one', async () => {
  const { server, client, count } = await withTwo();
  server.silent = true;
  const counts: unknown[] = [];
  const loads = [3, 5].map((limit) => client.loadOlder(general, limit).then(() => counts.push(count())));
  server.silent = false;
  await Promise.all(loads);
  expect(counts).toEqual([5, 5]);
  expect(server.seen.filter(({ type }) => type === 'history')).toHaveLength(1);
  await client.loadOlder(general, 10);
  expect(count()).toBe(9);
  await client.close();
});

test('if a load fails, all callers get the error, and can try again', async () => {
  const { server, client, count } = await withTwo();
  server.refuse = { history: { code: 'storage_failed' } };
  const loads = await Promise.all([client.loadOlder(general, 3), client.loadOlder(general, 3)]);
  expect(loads).toMatchObject([{ ok: false }, { ok: false }]);
  server.refuse = {};
  expect(await client.loadOlder(general, 3)).toEqual({ ok: true, value: undefined });
  expect(count()).toBe(5);
  await client.close();
});

test('nothing is requested before the first events of a room arrive', async () => {
  const { server, client } = await withTwo();
  const cats = 'cats' as RoomId;
  const state = {
    id: cats,
    kind: 'public',
    name: 'cats',
    topic: '',
    history: 'shared',
    head: 6,
    members: 1,
    messages: 0,
  };
  server.answers = { 'room.join': { type: 'room', room: { ...state, owners: [], role: 'member', joined: true } } };
  expect(await client.joinRoom('cats')).toMatchObject({ ok: true });
  expect(await client.loadOlder(cats, 3)).toEqual({ ok: true, value: undefined });
  expect(server.seen.filter(({ type }) => type === 'history')).toEqual([]);
  await client.close();
});

test('a load that began before the room started again is followed by one that fits', async () => {
  const { server, client, count } = await withTwo();
  server.silent = true;
  const first = client.loadOlder(general, 3);
  server.push({ type: 'events', room: general, after: 8, head: 9, jump: 'restored', events: server.log.slice(8) });
  expect(count()).toBe(1);
  const second = client.loadOlder(general, 3);
  server.silent = false;
  await Promise.all([first, second]);
  expect(count()).toBe(4);
  await client.close();
});

test('a page of before what is shown is read again, but not for ever where the room never rests', async () => {
  const { server, client, count } = await withTwo();
  const stale = (asOf: number) => ({
    type: 'page',
    room: general,
    asOf,
    events: server.log.slice(4, 7),
    more: true,
    next: 5,
  });
  server.answers = { history: stale(8) };
  expect(await client.loadOlder(general, 3)).toEqual({ ok: true, value: undefined });
  expect(count()).toBe(2);
  expect(server.seen.filter(({ type }) => type === 'history')).toHaveLength(5);
  server.answers = { history: stale(9) };
  await client.loadOlder(general, 3);
  expect(count()).toBe(5);
  await client.close();
});
