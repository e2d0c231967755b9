import type { RoomId, UserId } from '@securechat/protocol/ids';
import type { StateEntry } from '@securechat/protocol/user-state';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../adapters/memory/store.ts';
import { good, sessionOf, signUp } from '../contracts/store.contract.ts';
import { stateLimits } from '../domain/state-limits.ts';
import type { StateMessage } from '../ports/bus.ts';
import { type StateBatch, StateFeed } from './state-feed.ts';

const ada = 'ada' as UserId;
const star = (key: string): StateEntry => ({ kind: 'star', key: key as RoomId, value: true });
const draft = (key: string, text: string): StateEntry => ({ kind: 'draft', key: key as RoomId, value: { text } });

/** A feed of ada's entries; `set` stores a change, and returns the message that the bus would deliver. */
async function setUp() {
  const store = createMemoryStore();
  await signUp(store, 'ada');
  const sent: StateBatch[] = [];
  const failures: unknown[] = [];
  const receiver = {
    onState: (batch: StateBatch) => void sent.push(batch),
    ready: async () => {},
    onFailure: (thrown: unknown) => void failures.push(thrown),
  };
  const feed = new StateFeed({ user: ada, origin: 'mine', store, receiver });
  const set = async (entries: readonly StateEntry[], origin = 'other'): Promise<StateMessage> => {
    const stored = good(await store.setState({ user: ada, session: sessionOf('ada'), entries, limits: stateLimits }));
    return { kind: 'state', user: ada, ...stored, origin };
  };
  const keys = () => sent.map(({ ver, entries }) => [ver, entries.map(({ key }) => key).join(' ')]);
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { store, feed, set, sent, keys, failures, settled };
}

test('nothing is sent before the start, then what is above the reader, then each change', async () => {
  const { feed, set, keys } = await setUp();
  feed.onMessage(await set([star('a')]));
  feed.onMessage(await set([star('b')]));
  expect(keys()).toEqual([]);
  await feed.start(1);
  feed.onMessage(await set([star('c')]));
  expect(keys()).toEqual([
    [2, 'b'],
    [3, 'c'],
  ]);
});

test('a change of this connection is not sent to it, and leaves no gap', async () => {
  const { feed, set, keys } = await setUp();
  await feed.start(0);
  feed.onMessage(await set([star('a')], 'mine'));
  feed.onMessage(await set([star('b')]));
  expect(keys()).toEqual([[2, 'b']]);
});

test('what the bus drops is read with the next change, or when the store is seen to be ahead; repetitions are ignored', async () => {
  const { feed, set, keys, settled } = await setUp();
  await feed.start(0);
  await set([star('a')]);
  const second = await set([star('b')]);
  feed.onMessage(second);
  await settled();
  feed.onMessage(second);
  expect(keys()).toEqual([[2, 'a b']]);
  await set([star('c')]);
  feed.onVer(3);
  await settled();
  expect(keys().slice(1)).toEqual([[3, 'c']]);
});

test('a change during the first read is sent once, after it', async () => {
  const { feed, set, keys, settled } = await setUp();
  await set([star('a')]);
  const starting = feed.start(0);
  const during = await set([star('b')]);
  feed.onMessage(during);
  await starting;
  await settled();
  expect(keys().flatMap(([, names]) => String(names).split(' '))).toEqual(['a', 'b']);
  expect(keys().at(-1)?.[0]).toBe(2);
});

test('much is sent in parts, and only the last part says that everything has been sent', async () => {
  const { feed, set, sent } = await setUp();
  const texts = Array.from({ length: 20 }, (_, i) => draft(`room${i}`, 'x'.repeat(16_000)));
  await set(texts);
  await feed.start(0);
  expect(sent.length).toBeGreaterThan(1);
  expect(sent.map(({ ver }) => ver)).toEqual([...sent.slice(1).map(() => 0), 1]);
  expect(sent.flatMap(({ entries }) => entries)).toHaveLength(20);
});

test('only the first part of a whole state discards what the reader had', async () => {
  const { feed, set, sent } = await setUp();
  await set(Array.from({ length: 20 }, (_, i) => draft(`room${i}`, 'x'.repeat(16_000))));
  await feed.start(99);
  expect(sent.map(({ reset }) => reset)).toEqual([true, ...sent.slice(1).map(() => false)]);
});

test('nothing is sent after the end, also if it comes during a read', async () => {
  const { feed, set, keys, settled } = await setUp();
  await set([star('a')]);
  const starting = feed.start(0);
  feed.stop();
  await starting;
  feed.onMessage(await set([star('b')]));
  feed.onVer(9);
  await settled();
  expect(keys()).toEqual([]);
});

test('a store that cannot be read ends the connection', async () => {
  const { feed, store, failures, settled } = await setUp();
  await feed.start(0);
  store.stateAfter = async () => await Promise.reject(new Error('the disk fails, says the test'));
  feed.onVer(5);
  await settled();
  expect(failures).toEqual([new Error('the disk fails, says the test')]);
});
