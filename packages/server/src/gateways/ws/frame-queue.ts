/** How many frames of one connection may wait before nothing more is read from it. */
const mostWaiting = 128;
/** How many answers may be outstanding while the next frames are dealt with. */
const mostOutstanding = 64;

/** Who deals with frames. */
type Dealer = {
  /** Never rejects. */
  deal(text: string): Promise<void>;
};

/** Deals with a connection's frames one after another; some answer later, up to a bound. Slows its source down instead of growing. */
export class FrameQueue {
  readonly #dealer: Dealer;
  readonly #source: { pause(): void; resume(): void };
  #waiting: string[] = [];
  #running = false;
  #outstanding = 0;
  #closed = false;
  #wake: (() => void)[] = [];

  constructor(dealer: Dealer, source: { pause(): void; resume(): void }) {
    this.#dealer = dealer;
    this.#source = source;
  }

  /** Takes a frame. */
  push(text: string): void {
    if (this.#closed) return;
    this.#waiting.push(text);
    if (this.#waiting.length === mostWaiting) this.#source.pause();
    if (!this.#running) void this.#run();
  }

  /** Counts an answer that comes later. */
  outstanding(answering: Promise<void>): void {
    this.#outstanding++;
    void answering.finally(() => {
      this.#outstanding--;
      for (const wake of this.#wake.splice(0)) wake();
    });
  }

  /** Resolves once everything taken so far has been answered. */
  async idle(): Promise<void> {
    while (this.#running || this.#outstanding > 0) await this.#change();
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
      if (this.#waiting.length === mostWaiting / 2) this.#source.resume();
      await this.#dealer.deal(text);
      while (this.#outstanding >= mostOutstanding) await this.#change();
    }
    this.#running = false;
    // An array that was pushed to keeps room for 17; most connections are silent most of the time.
    this.#waiting = [];
    this.#source.resume();
    for (const wake of this.#wake.splice(0)) wake();
  }
}
