import { FrameBatch } from './frame-batch.ts';

/** A queue that writes all its frames on demand. */
type Flushable = { flush(batch: FrameBatch): void };

/** Write priority: `high` for replies, `normal` for messages, `low` for presence and catch-up. */
export type Priority = 'high' | 'normal' | 'low';

/** Time and timers, replaced in tests. */
export type SchedulerClock = {
  /** Milliseconds of a monotonic clock, with fractions. */
  nowMs(): number;
  /** Runs after everything that was read in this turn of the event loop has been handled. */
  soon(run: () => void): void;
  /** Runs after this many milliseconds. */
  later(ms: number, run: () => void): void;
};

const systemTime: SchedulerClock = {
  nowMs: () => performance.now(),
  soon: (run) => void setImmediate(run),
  // Unreferenced: a process that nothing else keeps alive has no reader left.
  later: (ms, run) => void setTimeout(run, ms).unref(),
};

/** How long frames are gathered if all time is spent writing. */
const maxGatherMs = 12;
/** A shorter time is not worth a timer. */
const minGatherMs = 1;
/** The longest delay of a low-priority frame. When many users connect at once, a reader gets the presence of all of them in one write. */
const maxDelayMs = 200;
/** Weight of the last write in the moving average. */
const weight = 0.2;

/**
 * Writes the queued frames of all connections together, once everything that was read in this turn of the event loop has been handled.
 * The readers of a room share the encoded bytes. A write costs the same for one frame as for ten, so the larger the share of time spent
 * writing, the longer frames are gathered: not at all on a quiet server, a few milliseconds on a busy one. High-priority frames are not
 * gathered. Low-priority frames wait for the next write, at most `maxDelayMs`.
 */
export class WriteScheduler {
  readonly #time: SchedulerClock;
  readonly #batch = new FrameBatch();
  readonly #run = () => this.#writeNormal();
  readonly #runHigh = () => this.#writeHigh();
  readonly #runLow = () => this.#writeLow();
  #normal: Flushable[] = [];
  #high: Flushable[] = [];
  #low = new Set<Flushable>();
  /** Share of time spent writing: a moving average. */
  #share = 0;
  #lastMs = 0;

  constructor(time: SchedulerClock = systemTime) {
    this.#time = time;
  }

  /** Requests one `flush` of the queue. */
  request(queue: Flushable, priority: Priority): void {
    if (priority === 'normal') this.#gather(queue);
    else if (priority === 'low') this.#delay(queue);
    else if (this.#high.push(queue) === 1) this.#time.soon(this.#runHigh);
  }

  #delay(queue: Flushable): void {
    const isFirst = this.#low.size === 0;
    this.#low.add(queue);
    if (isFirst) this.#time.later(maxDelayMs, this.#runLow);
  }

  #gather(queue: Flushable): void {
    if (this.#normal.push(queue) > 1) return;
    const gatherMs = maxGatherMs * this.#share ** 2 - (this.#time.nowMs() - this.#lastMs);
    if (gatherMs < minGatherMs) this.#time.soon(this.#run);
    else this.#time.later(Math.round(gatherMs), this.#run);
  }

  #writeHigh(): void {
    const high = this.#high;
    this.#high = [];
    this.#write(high);
  }

  #writeLow(): void {
    const low = this.#low;
    this.#low = new Set();
    this.#write([...low]);
  }

  #writeNormal(): void {
    const waiting = this.#normal;
    this.#normal = [];
    this.#write(waiting);
  }

  #write(waiting: readonly Flushable[]): void {
    const startMs = this.#time.nowMs();
    for (const queue of waiting) queue.flush(this.#batch);
    this.#batch.clear();
    const endMs = this.#time.nowMs();
    const share = (endMs - startMs) / Math.max(endMs - this.#lastMs, 0.001);
    this.#share += weight * (share - this.#share);
    this.#lastMs = endMs;
  }
}
