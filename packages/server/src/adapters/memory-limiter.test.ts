import { FakeClock } from '@securechat/testkit';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { limiterContract } from '../contracts/limiter.contract.ts';
import type { Budget } from '../ports/limiter.ts';
import { createMemoryLimiter, messageBudget, nameBudget } from './memory-limiter.ts';
import type { Rule } from './monotonic-rate-limiter.ts';

const clock = new FakeClock();
const make = (rules: Partial<Record<Budget, readonly Rule[]>>) =>
  createMemoryLimiter(
    { message: [], request: [], login: [], loginName: [], password: [], signup: [], connect: [], ...rules },
    clock,
  );

// The library could read the wall clock directly, so it gets the test's clock too.
beforeEach(() => void vi.spyOn(Date, 'now').mockImplementation(() => clock.nowMs()));
afterEach(() => void vi.restoreAllMocks());

limiterContract('memory', { make, wait: async (ms) => clock.skip(ms), setWallClock: (ms) => clock.jump(ms) });

test('nameBudget: the wait grows with the attempts, up to a minute', async () => {
  const limiter = make({ loginName: nameBudget(10) });
  const tries = async () => {
    for (let allowed = 0; ; allowed++) {
      const spent = await limiter.spend('loginName', 'ada');
      if (!spent.allowed) return { allowed, retryAfterMs: spent.retryAfterMs };
    }
  };
  const first = await tries();
  expect(first.allowed).toBe(5);
  expect(first.retryAfterMs).toBeLessThanOrEqual(10_000);
  clock.skip(10_000);
  const second = await tries();
  expect(second.allowed).toBe(5);
  expect(second.retryAfterMs).toBeGreaterThan(first.retryAfterMs);
  expect(second.retryAfterMs).toBeLessThanOrEqual(60_000);
  clock.skip(second.retryAfterMs);
  expect((await tries()).allowed).toBe(5);
});

describe('messageBudget', () => {
  test('at most the burst at once, and the rate in the long run', async () => {
    const limiter = make({ message: messageBudget({ ratePerSecond: 5, burst: 10, perMinute: 0 }) });
    let allowed = 0;
    for (let i = 0; i < 50; i++) if ((await limiter.spend('message', 'ada')).allowed) allowed++;
    expect(allowed).toBe(10);
    for (let tick = 0; tick < 200; tick++) {
      clock.skip(100);
      if ((await limiter.spend('message', 'ada')).allowed) allowed++;
    }
    expect(allowed).toBeLessThanOrEqual(110);
    expect(allowed).toBeGreaterThanOrEqual(100);
  });

  test('0 disables a rule', () => {
    expect(messageBudget({ ratePerSecond: 0, burst: 10, perMinute: 0 })).toEqual([]);
    expect(messageBudget({ ratePerSecond: 0, burst: 10, perMinute: 7 })).toEqual([{ points: 7, durationMs: 60_000 }]);
    expect(messageBudget({ ratePerSecond: 2, burst: 0, perMinute: 0 })).toEqual([{ points: 1, durationMs: 500 }]);
  });
});

test('R49: the keys it remembers are bounded', async () => {
  const limiter = make({ connect: [{ points: 1, durationMs: 60_000 }] });
  for (let i = 0; i < 50_001; i++) await limiter.spend('connect', `address ${i}`);
  expect((await limiter.spend('connect', 'address 50000')).allowed).toBe(false);
  expect((await limiter.spend('connect', 'address 0')).allowed).toBe(true);
});

test('spending never reads the wall clock', async () => {
  const limiter = make({ message: [{ points: 2, durationMs: 1000 }] });
  vi.mocked(Date.now).mockClear();
  for (const allowed of [true, true, false]) expect(await limiter.spend('message', 'ada')).toMatchObject({ allowed });
  await limiter.giveBack('message', 'ada');
  expect(await limiter.spend('message', 'ada')).toEqual({ allowed: true });
  expect(Date.now).not.toHaveBeenCalled();
});

test('the wait is exact to the millisecond', async () => {
  for (const durationMs of [1, 7, 1001, 2007, 2031, 60_000]) {
    const rules = {
      message: [{ points: 1, durationMs }],
      request: [],
      login: [],
      loginName: [],
      password: [],
      signup: [],
      connect: [],
    };
    const limiter = createMemoryLimiter(rules, new FakeClock());
    await limiter.spend('message', 'ada');
    expect(await limiter.spend('message', 'ada')).toEqual({ allowed: false, retryAfterMs: durationMs });
  }
});

test('a refused spend costs nothing, also among concurrent ones', async () => {
  const limiter = make({ request: [{ points: 5, durationMs: 10_000 }] });
  const costs = [3, 3, 9, 2, 1];
  const spent = await Promise.all(costs.map((cost) => limiter.spend('request', 'ada', cost)));
  expect(spent.map(({ allowed }) => allowed)).toEqual([true, false, false, true, false]);
});
