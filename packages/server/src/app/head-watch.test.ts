import type { UserId } from '@securechat/protocol/ids';
import { expect, test } from 'vitest';
import { signUp } from '../contracts/store.contract.ts';
import { testContext } from '../testing/context.ts';
import { HeadWatch } from './head-watch.ts';

const tick = () => new Promise<void>((resume) => setImmediate(resume));

test('users are checked in turn, and none is left out', async () => {
  const context = testContext();
  await signUp(context.store, 'u7');
  const users = Array.from({ length: 4500 }, (_, i) => `u${i}` as UserId);
  const looks: ReadonlyMap<UserId, number>[] = [];
  const watch = new HeadWatch(context, {
    rooms: () => [],
    users: () => users,
    compare: (_, counts) => void looks.push(counts),
  });
  watch.run();
  for (let i = 0; i < 4; i++) {
    context.clock.advance(1500);
    await tick();
    context.clock.advance(250);
    await tick();
  }
  watch.stop();
  expect(looks.map(({ size }) => size)).toEqual([2000, 2000, 500, 2000]);
  expect(new Set(looks.slice(0, 3).flatMap((counts) => [...counts.keys()])).size).toBe(4500);
  expect([looks[0]?.get('u7' as UserId), looks[0]?.get('u8' as UserId)]).toEqual([1, 0]);
  expect(context.clock.waiting).toBe(0);
});

test('a failed read is logged once, and comparisons continue', async () => {
  const warnings: string[] = [];
  const log = { debug: () => {}, info: () => {}, warn: (what: string) => void warnings.push(what), error: () => {} };
  const context = testContext({ log });
  let [fails, looks] = [true, 0];
  const store = {
    ...context.store,
    heads: async () => {
      if (fails) throw new Error('on purpose');
      return new Map();
    },
  };
  const watch = new HeadWatch({ ...context, store }, { rooms: () => [], users: () => [], compare: () => void looks++ });
  watch.run();
  const look = async () => {
    context.clock.advance(1500);
    await tick();
    context.clock.advance(250);
    await tick();
  };
  await look();
  await look();
  expect([looks, warnings]).toEqual([0, ['heads not compared']]);
  fails = false;
  await look();
  await look();
  expect(looks).toBeGreaterThan(0);
  watch.stop();
});
