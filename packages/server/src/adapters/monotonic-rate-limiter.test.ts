import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { MonotonicRateLimiter } from './monotonic-rate-limiter.ts';

function limiter() {
  const clock = new FakeClock();
  return { clock, rule: new MonotonicRateLimiter({ points: 3, durationMs: 1100 }, clock) };
}

test('results equal those of the library', async () => {
  const { clock, rule } = limiter();
  expect(await rule.get('ada')).toBeNull();
  expect((await rule.consume('ada', 2)).toJSON()).toEqual({
    remainingPoints: 1,
    msBeforeNext: 1100,
    consumedPoints: 2,
    isFirstInDuration: true,
  });
  clock.skip(100);
  await expect(rule.consume('ada', 2)).rejects.toMatchObject({
    remainingPoints: 0,
    msBeforeNext: 1000,
    consumedPoints: 4,
  });
  expect(await rule.get('ada')).toMatchObject({ consumedPoints: 2, remainingPoints: 1, msBeforeNext: 1000 });
  expect(await rule.consume('ada')).toMatchObject({ remainingPoints: 0, isFirstInDuration: false });
  clock.skip(1000);
  expect(await rule.get('ada')).toBeNull();
});

test('a reward never exceeds what was spent, and a window begins with the first point that is counted', async () => {
  const { clock, rule } = limiter();
  await rule.consume('ada', 2);
  expect(await rule.reward('ada', 7)).toMatchObject({ consumedPoints: 0, remainingPoints: 3 });
  expect(await rule.get('ada')).toBeNull();
  clock.skip(600);
  expect(await rule.consume('ada', 3)).toMatchObject({ msBeforeNext: 1100, remainingPoints: 0 });
});

test('block, set and delete', async () => {
  const { clock, rule } = limiter();
  await rule.block('ada', 60);
  await expect(rule.consume('ada')).rejects.toMatchObject({ msBeforeNext: 60_000 });
  clock.skip(60_000);
  expect(await rule.consume('ada')).toMatchObject({ consumedPoints: 1 });
  await rule.block('ada', 0);
  clock.skip(1e9);
  await expect(rule.consume('ada')).rejects.toMatchObject({ msBeforeNext: -1 });
  expect([await rule.delete('ada'), await rule.delete('ada')]).toEqual([true, false]);
  await rule.set('ada', 2, 10);
  expect(await rule.consume('ada')).toMatchObject({ consumedPoints: 3, msBeforeNext: 10_000 });
});

test('the least recently used key is evicted first', async () => {
  const { rule } = limiter();
  await rule.consume('ada');
  for (let i = 1; i < 50_000; i++) await rule.consume(`key ${i}`);
  await rule.consume('ada');
  await rule.consume('one more');
  expect(await rule.get('ada')).toMatchObject({ consumedPoints: 2 });
  expect(await rule.get('key 1')).toBeNull();
  expect(await rule.get('key 2')).toMatchObject({ consumedPoints: 1 });
});
