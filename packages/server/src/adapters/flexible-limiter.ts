import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Budget, Limiter, Spent } from '../ports/limiter.ts';

/** So many points in a window that begins with the first of them. */
export type Rule = { readonly points: number; readonly durationMs: number };

/** Keys one rule remembers; beyond it the one unused for longest is forgotten, so that nobody can fill the memory. */
const mostKeys = 50_000;

class RuleLimiter {
  readonly #limiter: RateLimiterMemory;
  /** Keys, least recently used first. */
  readonly #keys = new Set<string>();

  constructor({ points, durationMs }: Rule) {
    this.#limiter = new RateLimiterMemory({ points, duration: durationMs / 1000, keyPrefix: '' });
  }

  /** Spends; resolves with 0, or with how long to wait when there is not enough left. */
  async consume(key: string, cost: number): Promise<number> {
    this.#remember(key);
    try {
      await this.#limiter.consume(key, cost);
      return 0;
    } catch (thrown) {
      if (thrown instanceof RateLimiterRes) return Math.max(Math.ceil(thrown.msBeforeNext), 1);
      throw thrown;
    }
  }

  async giveBack(key: string, cost: number): Promise<void> {
    await this.#limiter.reward(key, cost);
  }

  #remember(key: string): void {
    this.#keys.delete(key);
    this.#keys.add(key);
    if (this.#keys.size <= mostKeys) return;
    const [oldest = key] = this.#keys;
    this.#keys.delete(oldest);
    void this.#limiter.delete(oldest);
  }
}

/** Limits in this process's memory. A spend must be within every rule of its budget; a budget without rules is off. */
export function createFlexibleLimiter(budgets: Record<Budget, readonly Rule[]>): Limiter {
  const make = (budget: Budget): RuleLimiter[] => budgets[budget].map((rule) => new RuleLimiter(rule));
  const limiters: Record<Budget, RuleLimiter[]> = {
    message: make('message'),
    request: make('request'),
    login: make('login'),
    loginName: make('loginName'),
    signup: make('signup'),
    connect: make('connect'),
  };
  return {
    async spend(budget, key, cost = 1): Promise<Spent> {
      const rules = limiters[budget];
      const waitsMs = await Promise.all(rules.map((rule) => rule.consume(key, cost)));
      const retryAfterMs = Math.max(0, ...waitsMs);
      if (retryAfterMs === 0) return { allowed: true };
      // What is refused costs nothing, neither by the rule that refused nor by the others.
      await Promise.all(rules.map((rule) => rule.giveBack(key, cost)));
      return { allowed: false, retryAfterMs };
    },
  };
}

/** The rules for log-ins under one name: so many a minute, and half of them at once, so that the wait grows with the tries. 0 switches it off. */
export function nameBudget(perMinute: number): readonly Rule[] {
  if (perMinute === 0) return [];
  return [
    { points: Math.ceil(perMinute / 2), durationMs: 10_000 },
    { points: perMinute, durationMs: 60_000 },
  ];
}

/** The rules for messages: `ratePerSecond` in the long run and at most `burst` at once, and so many a minute. 0 switches one off. */
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
