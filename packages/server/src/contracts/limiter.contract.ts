import { describe, expect, test } from 'vitest';
import type { Budget, Limiter } from '../ports/limiter.ts';

type Rules = Partial<Record<Budget, readonly { points: number; durationMs: number }[]>>;
/** How to create a limiter, and how to let time pass for it. */
export type LimiterMaker = {
  make(rules: Rules): Limiter;
  wait(ms: number): Promise<void>;
  setWallClock(byMs: number): void;
};

/** What every limiter must do. */
export function limiterContract(name: string, { make, wait, setWallClock }: LimiterMaker): void {
  describe(`limiter: ${name}`, () => {
    const spendMany = async (limiter: Limiter, times: number, key = 'ada'): Promise<number> => {
      let allowed = 0;
      for (let i = 0; i < times; i++) if ((await limiter.spend('message', key)).allowed) allowed++;
      return allowed;
    };

    test('allows what the budget holds, then says how long to wait, exactly', async () => {
      const limiter = make({ message: [{ points: 3, durationMs: 200 }] });
      expect(await spendMany(limiter, 3)).toBe(3);
      const refused = await limiter.spend('message', 'ada');
      expect(refused.allowed).toBe(false);
      if (refused.allowed) return;
      expect(refused.retryAfterMs).toBeGreaterThanOrEqual(1);
      expect(refused.retryAfterMs).toBeLessThanOrEqual(200);
      await wait(refused.retryAfterMs);
      expect(await spendMany(limiter, 1)).toBe(1);
    });

    test('counts each key and each budget separately', async () => {
      const limiter = make({
        message: [{ points: 1, durationMs: 10_000 }],
        login: [{ points: 1, durationMs: 10_000 }],
      });
      expect(await spendMany(limiter, 2, 'ada')).toBe(1);
      expect(await spendMany(limiter, 2, 'bob')).toBe(1);
      expect(await limiter.spend('login', 'ada')).toEqual({ allowed: true });
    });

    test('a cost counts as that many points; a refused one leaves the rest for smaller ones', async () => {
      const limiter = make({ message: [{ points: 5, durationMs: 10_000 }] });
      expect((await limiter.spend('message', 'ada', 3)).allowed).toBe(true);
      expect((await limiter.spend('message', 'ada', 3)).allowed).toBe(false);
      expect((await limiter.spend('message', 'ada', 2)).allowed).toBe(true);
      expect((await limiter.spend('message', 'ada', 1)).allowed).toBe(false);
    });

    test('all rules must allow, and what one refuses is not spent from the others', async () => {
      const limiter = make({
        message: [
          { points: 2, durationMs: 100 },
          { points: 4, durationMs: 10_000 },
        ],
      });
      expect(await spendMany(limiter, 50)).toBe(2);
      await wait(101);
      expect(await spendMany(limiter, 50)).toBe(2);
      await wait(101);
      const refused = await limiter.spend('message', 'ada');
      expect(refused.allowed || refused.retryAfterMs > 5000).toBe(true);
      expect(refused.allowed).toBe(false);
    });

    test('points given back can be spent again, up to the budget', async () => {
      const limiter = make({ message: [{ points: 2, durationMs: 10_000 }] });
      expect(await spendMany(limiter, 2)).toBe(2);
      await limiter.giveBack('message', 'ada');
      expect(await spendMany(limiter, 5)).toBe(1);
      for (let i = 0; i < 10; i++) await limiter.giveBack('message', 'ada');
      expect(await spendMany(limiter, 5)).toBe(2);
    });

    test.each([-3_600_000, 3_600_000])('a wall clock set by %i ms changes no limit', async (byMs) => {
      const limiter = make({ message: [{ points: 2, durationMs: 1000 }] });
      expect(await spendMany(limiter, 3)).toBe(2);
      setWallClock(byMs);
      expect(await spendMany(limiter, 1)).toBe(0);
      const refused = await limiter.spend('message', 'ada');
      expect(refused).toMatchObject({ allowed: false, retryAfterMs: 1000 });
      await wait(1000);
      expect(await spendMany(limiter, 3)).toBe(2);
    });

    test('a disabled budget always allows', async () => {
      expect(await spendMany(make({}), 500)).toBe(500);
    });

    test('concurrent spends are allowed no more than the budget', async () => {
      const limiter = make({ message: [{ points: 10, durationMs: 10_000 }] });
      const all = await Promise.all(Array.from({ length: 100 }, () => limiter.spend('message', 'ada')));
      expect(all.filter(({ allowed }) => allowed).length).toBe(10);
    });
  });
}
