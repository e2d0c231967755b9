import type { Clock } from '../ports.ts';

/** The interval of the clock check. */
const checkEveryMs = 5000;

/** Detects that the machine slept: timers stand still during a sleep but uptime does not, so a check comes much too late. */
export class SleepWatch {
  #cancel: (() => void) | undefined;
  readonly #clock: Clock;
  readonly #woke: () => void;

  constructor(clock: Clock, woke: () => void) {
    this.#clock = clock;
    this.#woke = woke;
  }

  /** Starts checking; does nothing if it has started. */
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
