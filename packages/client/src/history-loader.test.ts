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
