import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import RateLimiterStoreAbstract from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js';
import type { Clock } from '../ports/clock.ts';

/** A number of points in a window that begins with the first of them. */
export type Rule = { readonly points: number; readonly durationMs: number };

type Window = { readonly untilMs: number; readonly spent: number };

/** Keys that one rule remembers. Beyond it the least recently used is evicted, so that memory stays bounded. */
const maxKeys = 50_000;

/**
 * A limiter of rate-limiter-flexible with an in-memory store that uses the monotonic clock. It never counts beyond its points: what
 * `consume` refuses costs nothing, and neither does a `penalty` that does not fit. `reward` never gives back more than was spent.
 */
export class MonotonicRateLimiter extends RateLimiterStoreAbstract<Window> {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  /** Least recently used first. */
  readonly #windows = new Map<string, Window>();

  constructor({ points, durationMs }: Rule, clock: Pick<Clock, 'monotonicMs'>) {
    super({ points, duration: durationMs / 1000, keyPrefix: '' });
    this.#clock = clock;
  }

  // Decides before it returns, so that two concurrent spenders cannot both get the last point.
  protected override _upsert(key: string, points: number, ms: number, forceExpire: boolean): Promise<Window> {
    const known = forceExpire ? undefined : this.#open(key);
    const spent = Math.max(0, (known?.spent ?? 0) + points);
    const window = { untilMs: known?.untilMs ?? this.#endMs(ms), spent };
    const refused = !forceExpire && points > 0 && spent > this.points;
    if (!refused) this.#store(key, window);
    return Promise.resolve(window);
  }

  protected override _get(key: string): Promise<Window | null> {
    return Promise.resolve(this.#open(key) ?? null);
  }

  protected override _delete(key: string): Promise<boolean> {
    return Promise.resolve(this.#windows.delete(key));
  }

  protected override _getRateLimiterRes(
    _key: string,
    changedPoints: number,
    { spent, untilMs }: Window,
  ): RateLimiterRes {
    const msBeforeNext = untilMs === Number.POSITIVE_INFINITY ? -1 : Math.max(0, untilMs - this.#clock.monotonicMs());
    return new RateLimiterRes(Math.max(0, this.points - spent), msBeforeNext, spent, spent === changedPoints);
  }

  #open(key: string): Window | undefined {
    const known = this.#windows.get(key);
    return known && known.untilMs > this.#clock.monotonicMs() ? known : undefined;
  }

  /** The library counts in seconds: 2007 ms come back as 2007.0000000000002, which would be a wait of 2008. */
  #endMs(ms: number): number {
    return ms > 0 ? this.#clock.monotonicMs() + Math.round(ms * 1000) / 1000 : Number.POSITIVE_INFINITY;
  }

  #store(key: string, window: Window): void {
    this.#windows.delete(key);
    if (window.spent === 0) return;
    this.#windows.set(key, window);
    const [oldest] = this.#windows.keys();
    if (this.#windows.size > maxKeys && oldest !== undefined) this.#windows.delete(oldest);
  }
}
