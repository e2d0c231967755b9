import type { GatewaySocket } from './socket.ts';

/** How many frames of one connection may wait before nothing more is read from it. */
const maxWaiting = 128;
/** How many answers may be outstanding while the next frames are dealt with. */
const maxInFlight = 64;

/** Who deals with frames. */
type RequestHandler = {
  /** Never rejects. */
  handleRequest(text: string): Promise<void>;
};

/** Deals with a connection's frames one after another; some answer later, up to a bound. Slows its source down instead of growing. */
export class RequestQueue {
  readonly #handler: RequestHandler;
  readonly #socket: Pick<GatewaySocket, 'setReading'>;
  #waiting: string[] = [];
  #running = false;
  #inFlight = 0;
  #closed = false;
  #wake: (() => void)[] = [];

  constructor(handler: RequestHandler, socket: Pick<GatewaySocket, 'setReading'>) {
    this.#handler = handler;
    this.#socket = socket;
  }

  /** Takes a frame. */
  push(text: string): void {
    if (this.#closed) return;
    this.#waiting.push(text);
    if (this.#waiting.length === maxWaiting) this.#socket.setReading(false);
    if (!this.#running) void this.#run();
  }

  /** Counts an answer that comes later. */
  addInFlight(answering: Promise<void>): void {
    this.#inFlight++;
    void answering.finally(() => {
      this.#inFlight--;
      for (const wake of this.#wake.splice(0)) wake();
    });
  }

  /** Resolves once everything taken so far has been answered. */
  async idle(): Promise<void> {
    while (this.#running || this.#inFlight > 0) await this.#change();
  }

  /** Drops what waits and takes nothing more. */
  close(): void {
    this.#closed = true;
    this.#waiting = [];
  }

  async #change(): Promise<void> {
    await new Promise<void>((wake) => this.#wake.push(wake));
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let text = this.#waiting.shift(); text !== undefined; text = this.#waiting.shift()) {
      if (this.#waiting.length === maxWaiting / 2) this.#socket.setReading(true);
      await this.#handler.handleRequest(text);
      while (this.#inFlight >= maxInFlight) await this.#change();
    }
    this.#running = false;
    // An array that was pushed to keeps room for 17; most connections are silent most of the time.
    this.#waiting = [];
    this.#socket.setReading(true);
    for (const wake of this.#wake.splice(0)) wake();
  }
}
