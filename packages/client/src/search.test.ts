import { ok, type RoomEvent, type RoomId } from '@securechat/protocol';
import { limits } from '@securechat/protocol/limits';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { searchOn } from './search.ts';
import { clientOf, FakeServer } from './testing/index.ts';

const general = 'general' as RoomId;

async function withMessages(texts: readonly string[]) {
  const server = new FakeServer();
  const client = clientOf(server, new FakeClock());
  await client.connect();
  await client.synced();
  for (const text of texts) server.happens('bob', text);
  return { server, client };
}

const seqsOf = (found: { readonly ok: boolean; readonly value?: { readonly events: readonly RoomEvent[] } }) =>
  found.value?.events.map(({ seq }) => seq);

test('a search continues where the server has stopped, until the beginning of the room', async () => {
  const texts = Array.from({ length: 30 }, (_, i) => (i % 10 === 3 ? 'needle' : 'hay'));
  const { server, client } = await withMessages(texts);
  const whole = await client.search(general, 'needle');
  server.searchReads = 4;
  const asked = await client.search(general, 'needle');
  expect(asked).toEqual(whole);
  expect(asked).toMatchObject({ ok: true, value: { events: [{}, {}, {}], more: false } });
  await client.close();
});

test('partial results are reported, and the caller can end the search', async () => {
  const { server, client } = await withMessages(Array.from({ length: 12 }, () => 'needle'));
  server.searchReads = 5;
  const told: number[] = [];
  const found = await client.search(general, 'needle', (events) => told.push(events.length) < 2);
  expect(told).toEqual([5, 10]);
  expect(seqsOf(found)).toHaveLength(10);
  expect(found).toMatchObject({ value: { more: true } });
  await client.close();
});

test('a server that always has more gets a limited number of requests, and no list exceeds its limit', async () => {
  let requests = 0;
  const nothing = await searchOn(
    async () => ok({ events: [], more: true, next: 1000 - ++requests }),
    () => true,
  );
  expect(nothing).toEqual(ok({ events: [], more: true }));
  expect(requests).toBeLessThanOrEqual(20);
  const event = (seq: number): RoomEvent =>
    ({ type: 'member-left', room: general, seq, id: `${seq}`, author: 'bob', at: 0 }) as RoomEvent;
  const full = await searchOn(
    async (before = 1000) => ok({ events: Array.from({ length: 30 }, (_, i) => event(before - 1 - i)), more: true }),
    () => true,
  );
  expect(full).toMatchObject({ value: { more: true } });
  expect(seqsOf(full)).toEqual(Array.from({ length: limits.found }, (_, i) => 999 - i));
});
