import type { Clock } from './ports.ts';

const firstWaitMs = 250;
const maxWaitMs = 30_000;
/** Without a repair for so long, the next one is the first again. */
const quietMs = 60_000;

/**
 * Repairs of gaps in what the server sends. The first follows at once, each further one later: a server that sends gaps without end
 * would else be asked without end.
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

  /** Asks for a repair; nothing more while one is due. */
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

  /** Forgets a repair that is due: the connection that it was for has ended. */
  cancel(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
