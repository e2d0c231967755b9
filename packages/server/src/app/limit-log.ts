import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';

const minuteMs = 60_000;
/** Lines per minute; the rest is counted in the first line of the next minute. */
const maxLines = 60;
/** Keys that are remembered for a minute. */
const maxKeys = 10_000;

/** Logs limits that are hit: each limit and key at most once a minute, so that a client cannot flood the log. */
export class LimitLog {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #seen = new Set<string>();
  #untilMs = 0;
  #lines = 0;
  #more = 0;

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  /** `key` is what the limit counts by, such as an address; undefined if it may be a secret typed into the wrong field. */
  hit(limit: string, key: string | undefined, fields: Readonly<Record<string, unknown>> = {}): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs >= this.#untilMs) {
      if (this.#more > 0) this.#log.warn('limits reached again', { times: this.#more });
      this.#seen.clear();
      this.#untilMs = nowMs + minuteMs;
      this.#lines = 0;
      this.#more = 0;
    }
    const pair = `${limit} ${key ?? ''}`;
    if (this.#seen.has(pair) || this.#lines >= maxLines || this.#seen.size >= maxKeys) {
      this.#more++;
      return;
    }
    this.#seen.add(pair);
    this.#lines++;
    this.#log.warn('limit reached', { limit, ...(key === undefined ? {} : { key }), ...fields });
  }
}
