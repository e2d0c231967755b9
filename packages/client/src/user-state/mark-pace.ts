import type { Clock } from '../ports.ts';

/** Between two frames with read marks: a reader of a busy room costs the server a row in this time, not one for each message. */
const marksEveryMs = 3000;
/** Marks of one moment share a frame. */
const gatherMs = 50;

/** When read marks are sent: soon after the first one, then at most one frame in `marksEveryMs`. */
export class MarkPace {
  readonly #clock: Pick<Clock, 'monotonicMs' | 'after'>;
  readonly #send: () => void;
  #lastMs = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(clock: Pick<Clock, 'monotonicMs' | 'after'>, send: () => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** A mark has risen. */
  ask(): void {
    if (this.#cancel) return;
    const waitMs = this.#lastMs + marksEveryMs - this.#clock.monotonicMs();
    this.#cancel = this.#clock.after(Math.max(gatherMs, waitMs), () => this.now());
  }

  /** Sends what waits now: the user looks away. */
  now(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#lastMs = this.#clock.monotonicMs();
    this.#send();
  }
}
