import type { GatewaySocket } from './socket.ts';

/** Queued requests of one connection at which reading from it pauses. */
const maxWaiting = 128;
/** Requests that may be in flight while the next ones are handled. */
const maxInFlight = 64;

/** The handler of the requests. */
type RequestHandler = {
  /** Never rejects. */
  handleRequest(text: string): Promise<void>;
};

/** Handles a connection's requests in order; some are answered later, up to a limit. Pauses reading instead of growing. */
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

  /** Queues a request. */
  push(text: string): void {
    if (this.#closed) return;
    this.#waiting.push(text);
    if (this.#waiting.length === maxWaiting) this.#socket.setReading(false);
    if (!this.#running) void this.#run();
  }

  /** Counts a request that is answered later. */
  addInFlight(answering: Promise<void>): void {
    this.#inFlight++;
    void answering.finally(() => {
      this.#inFlight--;
      for (const wake of this.#wake.splice(0)) wake();
    });
  }

  /** Resolves once every request so far has been answered. */
  async idle(): Promise<void> {
    while (this.#running || this.#inFlight > 0) await this.#change();
  }

  /** Discards queued requests and ignores later ones. */
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
    // A new array, because one that was pushed to keeps room for 17 items, and most connections are idle most of the time.
    this.#waiting = [];
    this.#socket.setReading(true);
    for (const wake of this.#wake.splice(0)) wake();
  }
}
