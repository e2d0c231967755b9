import type { Clock } from './ports.ts';

/** After this time without a key, a user counts as away on this device. */
const idleAfterMs = 10 * 60_000;

/** Notices when nobody has used a device for ten minutes, and when somebody does again. */
export class IdleWatch {
  readonly #clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly #onChange: (idle: boolean) => void;
  #usedMs = 0;
  #isIdle = false;
  #cancel: (() => void) | undefined;

  constructor(clock: Pick<Clock, 'nowMs' | 'after'>, onChange: (idle: boolean) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Somebody uses the device. Costs no timer for each key: one that is due too early waits for the rest. */
  used(): void {
    this.#usedMs = this.#clock.nowMs();
    if (!this.#cancel) this.#wait(idleAfterMs);
    if (!this.#isIdle) return;
    this.#isIdle = false;
    this.#onChange(false);
  }

  /** Cancels the timer. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #wait(ms: number): void {
    this.#cancel = this.#clock.after(ms, () => {
      this.#cancel = undefined;
      const leftMs = this.#usedMs + idleAfterMs - this.#clock.nowMs();
      // A clock that was set back must not postpone it for longer.
      if (leftMs > 0) this.#wait(Math.min(leftMs, idleAfterMs));
      else {
        this.#isIdle = true;
        this.#onChange(true);
      }
    });
  }
}
