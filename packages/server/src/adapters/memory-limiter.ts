import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import type { Clock } from '../ports/clock.ts';
import type { Budget, Limiter, Spent } from '../ports/limiter.ts';
import { MonotonicRateLimiter, type Rule } from './monotonic-rate-limiter.ts';

const allowed: Spent = { allowed: true };

/** Spends from one rule. Resolves with 0, or with the time to wait in milliseconds if there is not enough left. */
async function consume(rule: RateLimiterAbstract, key: string, cost: number): Promise<number> {
  try {
    await rule.consume(key, cost);
    return 0;
  } catch (thrown) {
    if (thrown instanceof RateLimiterRes) return Math.max(1, Math.ceil(thrown.msBeforeNext));
    throw thrown;
  }
}

/**
 * Limits in this process's memory, measured by the monotonic clock, so that setting the time changes nothing. A spend must fit every rule
 * of its budget; a budget without rules is off.
 */
export function createMemoryLimiter(
  budgets: Record<Budget, readonly Rule[]>,
  clock: Pick<Clock, 'monotonicMs'>,
): Limiter {
  const make = (budget: Budget) => budgets[budget].map((rule) => new MonotonicRateLimiter(rule, clock));
  const limiters: Record<Budget, readonly RateLimiterAbstract[]> = {
    message: make('message'),
    request: make('request'),
    login: make('login'),
    loginName: make('loginName'),
    password: make('password'),
    signup: make('signup'),
    connect: make('connect'),
  };
  return {
    async spend(budget, key, cost = 1): Promise<Spent> {
      const rules = limiters[budget];
      if (rules.length === 0) return allowed;
      const waitsMs: number[] = [];
      // One after the other: each is done at once, and a list of promises for each message costs more than they do.
      for (const rule of rules) waitsMs.push(await consume(rule, key, cost));
      const retryAfterMs = Math.max(...waitsMs);
      if (retryAfterMs === 0) return allowed;
      // A refused spend costs nothing: the rule that refused has not counted it, and the others get it back.
      await Promise.all(rules.filter((_, i) => waitsMs[i] === 0).map((rule) => rule.reward(key, cost)));
      return { allowed: false, retryAfterMs };
    },
    async giveBack(budget, key, cost = 1): Promise<void> {
      await Promise.all(limiters[budget].map((rule) => rule.reward(key, cost)));
    },
  };
}

/** The rules for log-ins under one name: `perMinute`, and half of them at once, so that the wait grows with the attempts. 0 disables it. */
export function nameBudget(perMinute: number): readonly Rule[] {
  if (perMinute === 0) return [];
  return [
    { points: Math.ceil(perMinute / 2), durationMs: 10_000 },
    { points: perMinute, durationMs: 60_000 },
  ];
}

/** The rules for messages: `ratePerSecond` on average, at most `burst` at once, and a maximum per minute. 0 disables a rule. */
export function messageBudget({
  ratePerSecond,
  burst,
  perMinute,
}: {
  ratePerSecond: number;
  burst: number;
  perMinute: number;
}): readonly Rule[] {
  const atOnce = Math.max(burst, 1);
  return [
    ...(ratePerSecond > 0 ? [{ points: atOnce, durationMs: (atOnce / ratePerSecond) * 1000 }] : []),
    ...(perMinute > 0 ? [{ points: perMinute, durationMs: 60_000 }] : []),
  ];
}
