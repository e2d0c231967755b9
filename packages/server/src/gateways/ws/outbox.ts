import { limits } from '@securechat/protocol';
import type { WebSocket } from 'ws';

type Socket = { cork(): void; uncork(): void };

/**
 * What waits to be sent to one reader. All frames of a tick leave in one write. Bounded: a reader that falls behind by more than
 * `limits.outboxBytes` is given up.
 */
export class Outbox {
  readonly #ws: WebSocket;
  readonly #socket: Socket;
  readonly #overflow: () => void;
  #waiting: string[] = [];
  #closed = false;
  #ready: (() => void)[] = [];

  constructor(ws: WebSocket, socket: Socket, overflow: () => void) {
    this.#ws = ws;
    this.#socket = socket;
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
    if (this.#ws.bufferedAmount > limits.outboxBytes) this.#overflow();
  }

  /** Resolves once less than a quarter of the bound is waiting, or the connection has ended. */
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

  #sent(): void {
    const light = this.#waiting.length === 0 && this.#ws.bufferedAmount < limits.outboxBytes / 4;
    if (this.#ready.length === 0 || !(light || this.#closed)) return;
    for (const resume of this.#ready.splice(0)) resume();
  }
}
