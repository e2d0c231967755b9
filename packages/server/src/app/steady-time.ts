import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';

/** A larger difference between the wall clock and the monotonic one is no drift. */
const jumpMs = 5000;

/**
 * The time by which sessions and invites expire. Setting the wall clock, by hand or by NTP, must not end any of them. This time follows the
 * monotonic clock and approaches the wall clock by at most a second per second, so a wall clock that is wrong for a minute moves it by a
 * minute at most. Jumps are logged. A machine without a battery for its clock starts in the past, so a wall clock before the newest stored
 * event is wrong until it is set to a later time.
 */
export class SteadyTime {
  readonly #clock: Clock;
  readonly #log: Log;
  #steadyMs: number;
  #wallMs: number;
  #monotonicMs: number;
  readonly #stampsFromMs: number;
  /** The wall clock is wrong while it is before this. Undefined once it was right. */
  #notBeforeMs: number | undefined;

  /** `notBeforeMs` is a time that was reached before the start: a wall clock before it is wrong. `stampsFromMs` is the earliest stamp. */
  constructor(
    clock: Clock,
    log: Log,
    { notBeforeMs = 0, stampsFromMs = 0 }: { readonly notBeforeMs?: number; readonly stampsFromMs?: number } = {},
  ) {
    this.#clock = clock;
    this.#log = log;
    this.#stampsFromMs = stampsFromMs;
    this.#wallMs = clock.nowMs();
    this.#steadyMs = this.#wallMs;
    this.#monotonicMs = clock.monotonicMs();
    if (this.#wallMs + jumpMs > notBeforeMs) return;
    this.#notBeforeMs = notBeforeMs;
    const byMs = this.#wallMs - notBeforeMs;
    log.warn('the wall clock is wrong', { byMs, effect: 'no session ends until it is set' });
  }

  /** The time that has certainly been reached: something has expired if its expiry is not after it. Milliseconds since 1970. */
  earliestMs(): number {
    this.#read();
    return Math.min(this.#wallMs, this.#steadyMs);
  }

  /** The time for a stamp that counts towards an expiry: never too early. Milliseconds since 1970. */
  latestMs(): number {
    this.#read();
    return Math.max(this.#wallMs, this.#steadyMs, this.#stampsFromMs);
  }

  /** Checks for jumps every `everyMs`; the returned function stops it. */
  watch(everyMs: number): () => void {
    let cancel = (): void => {};
    const look = () => {
      this.#read();
      cancel = this.#clock.after(everyMs, look);
    };
    look();
    return () => cancel();
  }

  #read(): void {
    const wallMs = this.#clock.nowMs();
    const monotonicMs = this.#clock.monotonicMs();
    const elapsedMs = monotonicMs - this.#monotonicMs;
    const byMs = Math.round(wallMs - this.#wallMs - elapsedMs);
    const corrected = this.#notBeforeMs !== undefined && wallMs >= this.#notBeforeMs;
    if (Math.abs(byMs) >= jumpMs && !corrected) {
      this.#log.warn('the wall clock jumped', { byMs, effect: 'no session ends by it' });
    }
    const behindMs = wallMs - (this.#steadyMs + elapsedMs);
    this.#steadyMs += elapsedMs + Math.max(-elapsedMs, Math.min(elapsedMs, behindMs));
    if (corrected) {
      this.#notBeforeMs = undefined;
      this.#steadyMs = wallMs;
      this.#log.warn('the wall clock was set right', { byMs });
    }
    this.#wallMs = wallMs;
    this.#monotonicMs = monotonicMs;
  }
}
