import { limits } from '@securechat/protocol/limits';
import type { Clock } from '../../ports/clock.ts';

/** What is done with a reader that is too slow. */
type Reader = {
  /** Closes its connection with `slow_reader`. It connects again and catches up from its cursor. */
  cutOff(): void;
};

/**
 * Decides when a reader is too slow, so that it costs the others neither time nor memory: when more than `limits.outboxBytes` are queued
 * for it all through `limits.outboxGraceMs`, or ever more than `limits.outboxHardBytes`.
 */
export class SlowReaderGuard {
  readonly #clock: Clock;
  readonly #reader: Reader;
  #cancelCutOff: (() => void) | undefined;

  constructor(clock: Clock, reader: Reader) {
    this.#clock = clock;
    this.#reader = reader;
  }

  /** Called whenever bytes were written or have left, with how many have not left yet. */
  check(queuedBytes: number): void {
    if (queuedBytes > limits.outboxHardBytes) this.#reader.cutOff();
    else if (queuedBytes <= limits.outboxBytes) this.stop();
    else this.#cancelCutOff ??= this.#clock.after(limits.outboxGraceMs, () => this.#reader.cutOff());
  }

  /** The connection ends: nothing more is decided, unless `check` is called again. */
  stop(): void {
    this.#cancelCutOff?.();
    this.#cancelCutOff = undefined;
  }
}
