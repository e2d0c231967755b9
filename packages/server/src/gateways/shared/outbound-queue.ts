import { limits } from '@securechat/protocol';
import type { Clock } from '../../ports/clock.ts';
import { FrameBatch } from './frame-batch.ts';
import type { Priority, WriteScheduler } from './write-scheduler.ts';

/** What an outbox writes to: a socket that has been upgraded. */
export type OutboundSocket = {
  /** False once a close frame has been sent: nothing may follow it (RFC 6455, 5.5.1). */
  readonly open: boolean;
  /** Bytes written that have not left yet. */
  readonly waitingBytes: number;
  /** Writes whole frames; `done` once they have left, or never will. */
  write(bytes: Buffer, done: () => void): void;
};

/** Whose outbox it is. */
type Reader = {
  /** Too much waits for it: it is given up. */
  overflowed(): void;
};
/** More than this is worth a write of its own. */
const maxBufferedBytes = 4096;
const rank = { none: 0, low: 1, normal: 2, high: 3 } as const;
const bytesOf = (frames: readonly Buffer[]) => frames.reduce((sum, { length }) => sum + length, 0);
type Parts = { readonly scheduler: WriteScheduler; readonly clock: Clock };

/**
 * What waits to be sent to one reader. All frames of a tick leave in one write. Bounded: a reader for whom more than
 * `limits.outboxBytes` wait all through `limits.outboxGraceMs`, or ever more than `limits.outboxHardBytes`, is given up.
 */
export class OutboundQueue {
  readonly #wire: OutboundSocket;
  readonly #reader: Reader;
  readonly #parts: Parts;
  readonly #sent = () => this.#left();
  /** Set while more waits than may wait for long. */
  #stopWatching: (() => void) | undefined;
  #waiting: Buffer[] = [];
  #closed = false;
  /** How soon a flush has been asked for. As a number: this is the way that every delivery takes. */
  #asked: number = rank.none;
  #ready: (() => void)[] = [];

  constructor(wire: OutboundSocket, reader: Reader, parts: Parts) {
    this.#wire = wire;
    this.#reader = reader;
    this.#parts = parts;
  }

  /** Sends a frame, with others that wait. */
  send(frame: Buffer, priority: Priority = 'normal'): void {
    if (this.#closed) return;
    this.#waiting.push(frame);
    if (priority === 'high') this.#ask(priority, rank.high);
    else if (priority === 'normal' || bytesOf(this.#waiting) > maxBufferedBytes) this.#ask('normal', rank.normal);
    else this.#ask(priority, rank.low);
  }

  #ask(priority: Priority, how: number): void {
    if (how <= this.#asked) return;
    this.#asked = how;
    this.#parts.scheduler.request(this, priority);
  }

  /** Sends what waits, now. */
  flush(batch: FrameBatch = new FrameBatch()): void {
    const frames = this.#waiting;
    this.#asked = rank.none;
    if (frames.length === 0) return;
    this.#waiting = [];
    if (this.#closed || !this.#wire.open) return;
    this.#wire.write(batch.join(frames), this.#sent);
    if (this.#wire.waitingBytes > limits.outboxHardBytes) this.#reader.overflowed();
    else this.#watch();
  }

  /** Resolves once less than a quarter of the bound is waiting, or the connection has ended: for one of those who ask at a time. */
  async ready(): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>((resume) => {
      this.#ready.push(resume);
      setImmediate(this.#sent);
    });
  }

  /** Drops what waits; nothing more is sent. */
  close(): void {
    this.#closed = true;
    this.#left();
  }

  #watch(): void {
    const heavy = !this.#closed && this.#wire.waitingBytes > limits.outboxBytes;
    if (heavy) this.#stopWatching ??= this.#parts.clock.after(limits.outboxGraceMs, () => this.#reader.overflowed());
    else if (this.#stopWatching) {
      this.#stopWatching();
      this.#stopWatching = undefined;
    }
  }

  #left(): void {
    this.#watch();
    if (this.#ready.length === 0) return;
    const light = bytesOf(this.#waiting) + this.#wire.waitingBytes < limits.outboxBytes / 4;
    if (!(light || this.#closed)) return;
    // What the first of them sends may be enough for now, so the next is asked afterwards.
    const [first, ...others] = this.#ready;
    this.#ready = this.#closed ? [] : others;
    first?.();
    if (this.#closed) for (const resume of others) resume();
    else if (others.length > 0) setImmediate(this.#sent);
  }
}
