import { describe, expect, test, vi } from 'vitest';
import { limiterContract } from '../contracts/limiter.contract.ts';
import type { Budget } from '../ports/limiter.ts';
import { createFlexibleLimiter, messageBudget, nameBudget, type Rule } from './flexible-limiter.ts';

const make = (rules: Partial<Record<Budget, readonly Rule[]>>) =>
  createFlexibleLimiter({ message: [], request: [], login: [], loginName: [], signup: [], connect: [], ...rules });

// The library reads the system's time, so that it is the system's time that is held here.
limiterContract('flexible', {
  make,
  wait: async (ms) => void (await vi.advanceTimersByTimeAsync(ms)),
  begin: () => void vi.useFakeTimers(),
  end: () => void vi.useRealTimers(),
});

test('nameBudget: the wait grows with the tries, and is never longer than a minute', async () => {
  vi.useFakeTimers();
  try {
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
    await vi.advanceTimersByTimeAsync(10_000);
    const second = await tries();
    expect(second.allowed).toBe(5);
    expect(second.retryAfterMs).toBeGreaterThan(first.retryAfterMs);
    expect(second.retryAfterMs).toBeLessThanOrEqual(60_000);
    await vi.advanceTimersByTimeAsync(second.retryAfterMs);
    expect((await tries()).allowed).toBe(5);
  } finally {
    vi.useRealTimers();
  }
});

describe('messageBudget', () => {
  test('at most the burst at once, and the rate in the long run', async () => {
    vi.useFakeTimers();
    try {
      const limiter = make({ message: messageBudget({ ratePerSecond: 5, burst: 10, perMinute: 0 }) });
      let allowed = 0;
      for (let i = 0; i < 50; i++) if ((await limiter.spend('message', 'ada')).allowed) allowed++;
      expect(allowed).toBe(10);
      for (let tick = 0; tick < 200; tick++) {
        await vi.advanceTimersByTimeAsync(100);
        if ((await limiter.spend('message', 'ada')).allowed) allowed++;
      }
      expect(allowed).toBeLessThanOrEqual(110);
      expect(allowed).toBeGreaterThanOrEqual(100);
    } finally {
      vi.useRealTimers();
    }
  });

  test('0 switches a rule off', () => {
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
