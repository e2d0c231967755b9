import { Joiner } from './frames.ts';

/** What can be told to write all that waits in it. */
type Flushable = { flush(joiner: Joiner): void };

/**
 * Writes what has gathered, for all connections in one go after everything that was read in this turn of the event loop has been
 * dealt with: one immediate for all, and the readers of a room share the bytes of what they get.
 */
export class Flusher {
  readonly #joiner = new Joiner();
  #waiting: Flushable[] = [];

  /** Asks for one `flush`, soon. */
  request(outbox: Flushable): void {
    if (this.#waiting.push(outbox) === 1) setImmediate(() => this.#run());
  }

  #run(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const outbox of waiting) outbox.flush(this.#joiner);
    this.#joiner.forget();
  }
}
