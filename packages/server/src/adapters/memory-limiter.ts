import type { Clock } from '../ports/clock.ts';
import type { Budget, Limiter, Spent } from '../ports/limiter.ts';

/** So many points in a window that begins with the first of them. */
export type Rule = { readonly points: number; readonly durationMs: number };

/** Keys one rule remembers; beyond it the one unused for longest is forgotten, so that nobody can fill the memory. */
const maxKeys = 50_000;

type Window = { readonly untilMs: number; spent: number };

class RuleLimiter {
  readonly #rule: Rule;
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  /** Least recently used first. */
  readonly #windows = new Map<string, Window>();

  constructor(rule: Rule, clock: Pick<Clock, 'monotonicMs'>) {
    this.#rule = rule;
    this.#clock = clock;
  }

  /** How long until this much may be spent; 0 for now. Spends nothing. */
  waitMs(key: string, cost: number): number {
    const nowMs = this.#clock.monotonicMs();
    const { spent, untilMs } = this.#open(key, nowMs);
    return spent + cost <= this.#rule.points ? 0 : Math.max(1, Math.ceil(untilMs - nowMs));
  }

  spend(key: string, cost: number): void {
    const window = this.#open(key, this.#clock.monotonicMs());
    window.spent = Math.max(0, window.spent + cost);
    this.#windows.delete(key);
    this.#windows.set(key, window);
    const [oldest] = this.#windows.keys();
    if (this.#windows.size > maxKeys && oldest !== undefined) this.#windows.delete(oldest);
  }

  #open(key: string, nowMs: number): Window {
    const known = this.#windows.get(key);
    return known && known.untilMs > nowMs ? known : { untilMs: nowMs + this.#rule.durationMs, spent: 0 };
  }
}

/**
 * Limits in this process's memory, counted by the monotonic clock: setting the time changes nothing. A spend must be within every rule of
 * its budget; a budget without rules is off.
 */
export function createMemoryLimiter(
  budgets: Record<Budget, readonly Rule[]>,
  clock: Pick<Clock, 'monotonicMs'>,
): Limiter {
  const make = (budget: Budget): RuleLimiter[] => budgets[budget].map((rule) => new RuleLimiter(rule, clock));
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
      // What is refused costs nothing, neither by the rule that refuses nor by the others.
      const retryAfterMs = Math.max(0, ...rules.map((rule) => rule.waitMs(key, cost)));
      if (retryAfterMs > 0) return { allowed: false, retryAfterMs };
      for (const rule of rules) rule.spend(key, cost);
      return { allowed: true };
    },
    async giveBack(budget, key, cost = 1): Promise<void> {
      for (const rule of limiters[budget]) rule.spend(key, -cost);
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
