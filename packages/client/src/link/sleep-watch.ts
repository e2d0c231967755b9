import type { Clock } from '../ports.ts';

/** How often the clock is looked at. */
const checkEveryMs = 5000;

/** Notices that the machine slept: its timers stand still meanwhile and its uptime does not, so that a look comes much too late. */
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
    const dueMs = this.#clock.uptimeMs() + checkEveryMs;
    this.#cancel = this.#clock.after(checkEveryMs, () => {
      const lateMs = this.#clock.uptimeMs() - dueMs;
      this.#look();
      if (lateMs > checkEveryMs) this.#woke();
    });
  }
}
