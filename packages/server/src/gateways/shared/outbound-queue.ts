import { limits } from '@securechat/protocol/limits';
import type { Clock } from '../../ports/clock.ts';
import { FrameBatch } from './frame-batch.ts';
import { SlowReaderGuard } from './slow-reader.ts';
import type { GatewaySocket } from './socket.ts';
import type { Priority, WriteScheduler } from './write-scheduler.ts';

/** More queued bytes than this are written immediately. */
const maxBufferedBytes = 4096;
const rank = { none: 0, low: 1, normal: 2, high: 3 } as const;
const bytesOf = (frames: readonly Buffer[]) => frames.reduce((sum, { length }) => sum + length, 0);

/** The socket that it writes to. */
type OutboundSocket = Pick<GatewaySocket, 'isOpen' | 'queuedBytes' | 'write'>;
type Parts = { readonly scheduler: WriteScheduler; readonly clock: Clock };

/** The frames to be written to one reader. All frames of a tick are written at once. A reader that is too slow is cut off. */
export class OutboundQueue {
  readonly #socket: OutboundSocket;
  readonly #scheduler: WriteScheduler;
  readonly #guard: SlowReaderGuard;
  readonly #onSent = () => this.#sent();
  #waiting: Buffer[] = [];
  #isClosed = false;
  /** The priority of the requested flush, as a number, because every delivery compares it. */
  #requested: number = rank.none;
  #ready: (() => void)[] = [];

  constructor(socket: OutboundSocket, reader: { cutOff(): void }, { scheduler, clock }: Parts) {
    this.#socket = socket;
    this.#scheduler = scheduler;
    this.#guard = new SlowReaderGuard(clock, reader);
  }

  /** Queues a frame; queued frames are written together. */
  send(frame: Buffer, priority: Priority = 'normal'): void {
    if (this.#isClosed) return;
    this.#waiting.push(frame);
    if (priority === 'high') this.#request(priority, rank.high);
    else if (priority === 'normal' || bytesOf(this.#waiting) > maxBufferedBytes) this.#request('normal', rank.normal);
    else this.#request(priority, rank.low);
  }

  #request(priority: Priority, how: number): void {
    if (how <= this.#requested) return;
    this.#requested = how;
    this.#scheduler.request(this, priority);
  }

  /** Writes the queued frames now. */
  flush(batch: FrameBatch = new FrameBatch()): void {
    const frames = this.#waiting;
    this.#requested = rank.none;
    if (frames.length === 0) return;
    this.#waiting = [];
    if (this.#isClosed || !this.#socket.isOpen) return;
    this.#socket.write(batch.join(frames), this.#onSent);
    this.#guard.check(this.#socket.queuedBytes);
  }

  /**
   * Resolves once less than a quarter of `limits.outboxBytes` is queued, or the connection has ended; waiting callers resolve one at a
   * time.
   */
  async ready(): Promise<void> {
    if (this.#isClosed) return;
    await new Promise<void>((resume) => {
      this.#ready.push(resume);
      setImmediate(this.#onSent);
    });
  }

  /** Discards queued frames; nothing more is written. */
  close(): void {
    this.#isClosed = true;
    this.#guard.stop();
    for (const resume of this.#ready.splice(0)) resume();
  }

  #sent(): void {
    if (this.#isClosed) return;
    this.#guard.check(this.#socket.queuedBytes);
    if (this.#ready.length === 0) return;
    if (bytesOf(this.#waiting) + this.#socket.queuedBytes >= limits.outboxBytes / 4) return;
    // What this one sends may fill the queue, so the next one is resolved after another check.
    this.#ready.shift()?.();
    if (this.#ready.length > 0) setImmediate(this.#onSent);
  }
}
