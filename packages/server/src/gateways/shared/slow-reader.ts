import { limits } from '@securechat/protocol/limits';
import type { Clock } from '../../ports/clock.ts';

/** The reader that the guard may cut off. */
type Reader = {
  /** Closes its connection with `slow_reader`. The client reconnects and catches up from its cursor. */
  cutOff(): void;
};

/**
 * Decides when a reader is too slow, so that it costs others neither time nor memory: if more than `limits.outboxBytes` stay queued during
 * `limits.outboxGraceMs`, or more than `limits.outboxHardBytes` at any time.
 */
export class SlowReaderGuard {
  readonly #clock: Clock;
  readonly #reader: Reader;
  #cancelCutOff: (() => void) | undefined;

  constructor(clock: Clock, reader: Reader) {
    this.#clock = clock;
    this.#reader = reader;
  }

  /** Called whenever bytes were queued or sent, with how many are queued. */
  check(queuedBytes: number): void {
    if (queuedBytes > limits.outboxHardBytes) this.#reader.cutOff();
    else if (queuedBytes <= limits.outboxBytes) this.stop();
    else this.#cancelCutOff ??= this.#clock.after(limits.outboxGraceMs, () => this.#reader.cutOff());
  }

  /** The connection ends: nothing is decided any more, unless `check` is called again. */
  stop(): void {
    this.#cancelCutOff?.();
    this.#cancelCutOff = undefined;
  }
}
