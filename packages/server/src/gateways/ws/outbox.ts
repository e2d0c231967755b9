import { limits } from '@securechat/protocol';
import type { Clock } from '../../ports/clock.ts';

type Socket = { cork(): void; uncork(): void };
/** The part of a WebSocket that is written to. */
type Writable = { readonly bufferedAmount: number; send(text: string, done: () => void): void };

/**
 * What waits to be sent to one reader. All frames of a tick leave in one write. Bounded: a reader for whom more than
 * `limits.outboxBytes` wait all through `limits.outboxGraceMs`, or ever more than `limits.outboxHardBytes`, is given up.
 */
export class Outbox {
  readonly #ws: Writable;
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #overflow: () => void;
  /** Set while more waits than may wait for long. */
  #stopWatching: (() => void) | undefined;
  #waiting: string[] = [];
  #closed = false;
  #ready: (() => void)[] = [];

  constructor(ws: Writable, { socket, clock, overflow }: { socket: Socket; clock: Clock; overflow: () => void }) {
    this.#ws = ws;
    this.#socket = socket;
    this.#clock = clock;
    this.#overflow = overflow;
  }

  /** Sends a frame with the others of this tick. */
  send(text: string): void {
    if (this.#closed) return;
    if (this.#waiting.push(text) === 1) setImmediate(() => this.flush());
  }

  /** Sends what waits, now. */
  flush(): void {
    const frames = this.#waiting;
    this.#waiting = [];
    if (frames.length === 0 || this.#closed) return;
    this.#socket.cork();
    for (const text of frames) this.#ws.send(text, () => this.#sent());
    this.#socket.uncork();
    if (this.#ws.bufferedAmount > limits.outboxHardBytes) this.#overflow();
    else this.#watch();
  }

  /** Resolves once less than a quarter of the bound is waiting, or the connection has ended: for one of those who ask at a time. */
  async ready(): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>((resume) => {
      this.#ready.push(resume);
      setImmediate(() => this.#sent());
    });
  }

  /** Drops what waits; nothing more is sent. */
  close(): void {
    this.#closed = true;
    this.#sent();
  }

  #watch(): void {
    const heavy = !this.#closed && this.#ws.bufferedAmount > limits.outboxBytes;
    if (heavy) this.#stopWatching ??= this.#clock.after(limits.outboxGraceMs, this.#overflow);
    else {
      this.#stopWatching?.();
      this.#stopWatching = undefined;
    }
  }

  #sent(): void {
    this.#watch();
    const light = this.#waiting.length === 0 && this.#ws.bufferedAmount < limits.outboxBytes / 4;
    if (this.#ready.length === 0 || !(light || this.#closed)) return;
    // What the first of them sends may be enough for now, so the next is asked afterwards.
    const [first, ...others] = this.#ready;
    this.#ready = this.#closed ? [] : others;
    first?.();
    if (this.#closed) for (const resume of others) resume();
    else if (others.length > 0) setImmediate(() => this.#sent());
  }
}
