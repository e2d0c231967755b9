import type { RoomId, UserId } from '@securechat/protocol/ids';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../adapters/memory/store.ts';
import { makeRoom } from '../contracts/store/steps.ts';
import { good, signUp } from '../contracts/store.contract.ts';
import { Feed } from './feed.ts';
import type { StartPosition } from './reader.ts';

const ada = 'ada' as UserId;
const fromNothing: StartPosition = { cursors: new Map(), sameHistory: true, recent: 50 };

/** ada is in 20 rooms and `general`. Reads take a moment; the test decides when the receiver is ready. */
async function setUp() {
  const store = createMemoryStore();
  await signUp(store, 'ada');
  for (let i = 0; i < 20; i++) {
    good(await makeRoom(store, `r${i}`, 'ada'));
  }
  const counts = { reading: 0, most: 0, reads: 0, looks: 0 };
  const { promise: ready, resolve: beReady } = Promise.withResolvers<void>();
  const { promise: found, resolve: find } = Promise.withResolvers<void>();
  const sent: RoomId[] = [];
  const followed = new Set<RoomId>();
  const feed = new Feed({
    user: ada,
    store: {
      ...store,
      memberships: async (user) => {
        const rooms = await store.memberships(user);
        counts.looks++;
        await found;
        return rooms;
      },
      eventsAfter: async (...ask) => {
        counts.reads++;
        counts.most = Math.max(counts.most, ++counts.reading);
        await new Promise<void>((resume) => setImmediate(resume));
        counts.reading--;
        return await store.eventsAfter(...ask);
      },
    },
    receiver: {
      onBatch: ({ room }) => void sent.push(room),
      ready: () => ready,
      onLive: () => {},
      onState: () => {},
      onFailure: (thrown) => {
        throw thrown;
      },
    },
    index: { follow: async (room) => void followed.add(room), unfollow: (room) => followed.delete(room) },
  });
  return { feed, counts, sent, followed, beReady, find };
}

test('few rooms are read concurrently, and none before the reader is ready', async () => {
  const { feed, counts, sent, followed, beReady, find } = await setUp();
  find();
  const starting = feed.start(fromNothing);
  await eventually(() => followed.size === 21);
  for (let i = 0; i < 10; i++) await new Promise<void>((resume) => setImmediate(resume));
  expect(counts.reads).toBe(0);
  beReady();
  expect((await starting).rooms).toHaveLength(21);
  expect(new Set(sent).size).toBe(21);
  expect(counts.most).toBe(4);
});

test('a second start cancels the first and resolves both; each room is sent once', async () => {
  const { feed, counts, sent, beReady, find } = await setUp();
  beReady();
  const first = feed.start(fromNothing);
  const second = feed.start(fromNothing);
  await eventually(() => counts.looks === 2);
  find();
  expect((await first).rooms).toHaveLength(21);
  expect(await second).toEqual(await first);
  expect(sent).toHaveLength(21);
});

test('a stopped start ends, whatever it awaited, and follows nothing', async () => {
  const looking = await setUp();
  const given = looking.feed.start(fromNothing);
  looking.feed.stop();
  looking.find();
  expect((await given).rooms).toEqual([]);
  expect(looking.followed.size).toBe(0);
  const sending = await setUp();
  sending.find();
  const cut = sending.feed.start(fromNothing);
  await eventually(() => sending.followed.size === 21);
  sending.feed.stop();
  sending.beReady();
  expect((await cut).rooms).toEqual([]);
  expect([sending.sent, sending.followed.size]).toEqual([[], 0]);
});
