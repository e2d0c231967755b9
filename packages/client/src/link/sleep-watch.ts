import type { Clock } from '../ports.ts';

/** How often the clock is looked at. */
const lookMs = 5000;

/** Notices that the machine slept: its timers stand still meanwhile and its clock does not, so that a look comes much too late. */
export class SleepWatch {
  #cancel: (() => void) | undefined;
  readonly #clock: Clock;
  readonly #woke: () => void;

  constructor(clock: Clock, woke: () => void) {
    this.#clock = clock;
    this.#woke = woke;
  }

  /** Begins to look; nothing more where it has begun. */
  start(): void {
    if (!this.#cancel) this.#look();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #look(): void {
    const dueMs = this.#clock.nowMs() + lookMs;
    this.#cancel = this.#clock.after(lookMs, () => {
      const lateMs = this.#clock.nowMs() - dueMs;
      this.#look();
      // Also when the clock was set back: one question too many costs nothing.
      if (Math.abs(lateMs) > lookMs) this.#woke();
    });
  }
}
