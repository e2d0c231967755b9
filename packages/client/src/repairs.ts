import type { Clock } from './ports.ts';

const firstWaitMs = 250;
const maxWaitMs = 30_000;
/** After this time without a repair, the next one is immediate again. */
const quietMs = 60_000;

/**
 * Schedules repairs of gaps. The first is immediate, further ones are increasingly delayed: otherwise a server that sends endless gaps would
 * be asked without end.
 */
export class Repairs {
  readonly #clock: Pick<Clock, 'monotonicMs' | 'after'>;
  readonly #repair: () => void;
  #count = 0;
  #lastMs = 0;
  #cancel: (() => void) | undefined;

  constructor(clock: Pick<Clock, 'monotonicMs' | 'after'>, repair: () => void) {
    this.#clock = clock;
    this.#repair = repair;
  }

  /** Requests a repair; does nothing while one is pending. */
  ask(): void {
    if (this.#cancel) return;
    const nowMs = this.#clock.monotonicMs();
    if (this.#count > 0 && nowMs - this.#lastMs > quietMs) this.#count = 0;
    this.#lastMs = nowMs;
    const waitMs = this.#count === 0 ? 0 : Math.min(maxWaitMs, firstWaitMs * 2 ** (this.#count - 1));
    this.#count++;
    if (waitMs === 0) {
      this.#repair();
      return;
    }
    this.#cancel = this.#clock.after(waitMs, () => {
      this.#cancel = undefined;
      this.#repair();
    });
  }

  /** Cancels a pending repair: its connection has ended. */
  cancel(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
