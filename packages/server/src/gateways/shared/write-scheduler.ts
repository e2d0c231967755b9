import { FrameBatch } from './frame-batch.ts';

/** What can be told to write all that waits in it. */
type Flushable = { flush(batch: FrameBatch): void };

/** How soon a frame must leave: somebody waits for it, it belongs to the talk, or nobody would notice a moment. Each is more than the next. */
export type Priority = 'high' | 'normal' | 'low';

/** When things are done, so that tests can tell it. */
export type SchedulerClock = {
  /** Milliseconds of a clock that is never set, with fractions. */
  nowMs(): number;
  /** Runs after what has been read in this turn of the event loop has been dealt with. */
  soon(run: () => void): void;
  /** Runs after so many milliseconds. */
  later(ms: number, run: () => void): void;
};

const realPace: SchedulerClock = {
  nowMs: () => performance.now(),
  soon: (run) => void setImmediate(run),
  // Nobody is left to write to where nothing else keeps the process.
  later: (ms, run) => void setTimeout(run, ms).unref(),
};

/** How long frames would gather if nothing but writing were done. */
const maxGatherMs = 12;
/** Below this there is no point in waiting: a timer takes as long. */
const minGatherMs = 1;
/** How long what nobody waits for may lie: when many come at once, their readers get what is told of all of them in one write. */
const maxDelayMs = 200;
/** How much the newest round counts in the share of time that goes into writing. */
const weight = 0.2;

/**
 * Writes what has gathered, for all connections in one go after everything that was read in this turn of the event loop has been
 * dealt with: one immediate for all, and the readers of a room share the bytes of what they get.
 *
 * A write costs the same whether it carries one frame or ten. So the more of the time goes into writing, the longer frames gather:
 * not at all on a quiet server, a few milliseconds on a busy one, and its writes then carry more. This settles by itself, since fewer
 * writes take less of the time. What somebody waits for does not gather, and what nobody waits for lies until something else leaves or
 * `lieMs` are over.
 */
export class WriteScheduler {
  readonly #pace: SchedulerClock;
  readonly #batch = new FrameBatch();
  readonly #run = () => this.#round();
  readonly #runUrgent = () => this.#urgentRound();
  readonly #runLate = () => this.#lateRound();
  #waiting: Flushable[] = [];
  #urgent: Flushable[] = [];
  #late = new Set<Flushable>();
  /** Share of the time that went into writing lately. */
  #share = 0;
  #lastMs = 0;

  constructor(pace: SchedulerClock = realPace) {
    this.#pace = pace;
  }

  /** Asks for one `flush`. */
  request(outbox: Flushable, priority: Priority): void {
    if (priority === 'normal') this.#gather(outbox);
    else if (priority === 'low') this.#delay(outbox);
    else if (this.#urgent.push(outbox) === 1) this.#pace.soon(this.#runUrgent);
  }

  #delay(outbox: Flushable): void {
    const isFirst = this.#late.size === 0;
    this.#late.add(outbox);
    if (isFirst) this.#pace.later(maxDelayMs, this.#runLate);
  }

  #gather(outbox: Flushable): void {
    if (this.#waiting.push(outbox) > 1) return;
    const gatherMs = maxGatherMs * this.#share ** 2 - (this.#pace.nowMs() - this.#lastMs);
    if (gatherMs < minGatherMs) this.#pace.soon(this.#run);
    else this.#pace.later(Math.round(gatherMs), this.#run);
  }

  #urgentRound(): void {
    const urgent = this.#urgent;
    this.#urgent = [];
    this.#write(urgent);
  }

  #lateRound(): void {
    const late = this.#late;
    this.#late = new Set();
    this.#write([...late]);
  }

  #round(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#write(waiting);
  }

  #write(waiting: readonly Flushable[]): void {
    const begunMs = this.#pace.nowMs();
    for (const outbox of waiting) outbox.flush(this.#batch);
    this.#batch.clear();
    const endMs = this.#pace.nowMs();
    const share = (endMs - begunMs) / Math.max(endMs - this.#lastMs, 0.001);
    this.#share += weight * (share - this.#share);
    this.#lastMs = endMs;
  }
}
