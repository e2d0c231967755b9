type Timer = { atMs: number; readonly order: number; readonly run: () => void };

/** A clock that only moves on request, with a chosen random value and counting ids. Fits the clock ports of server and client. */
export class FakeClock {
  #nowMs = Date.UTC(2026, 0, 1);
  #monotonicMs = 0;
  #sleptMs = 0;
  #made = 0;
  readonly #timers = new Set<Timer>();
  /** The next result of `random`. */
  chance = 0.5;

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  uptimeMs(): number {
    return this.#monotonicMs + this.#sleptMs;
  }

  after(ms: number, run: () => void): () => void {
    const timer: Timer = { atMs: this.#nowMs + ms, order: this.#made++, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  random(): number {
    return this.chance;
  }

  newId(): string {
    return `id-${this.#made++}`;
  }

  /** How many timers are pending: a test ends with none. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Advances the time and runs what falls due, in order, each at its own time. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const due = [...this.#timers]
        .filter((t) => t.atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.#monotonicMs += due.atMs - this.#nowMs;
      this.#nowMs = due.atMs;
      due.run();
    }
    this.#monotonicMs += endMs - this.#nowMs;
    this.#nowMs = endMs;
  }

  /** Advances both clocks without running timers, which keep their remaining time. */
  skip(ms: number): void {
    this.#monotonicMs += ms;
    this.jump(ms);
  }

  /** The machine sleeps: the wall clock and the uptime advance, the monotonic clock and timers stand still. */
  sleep(ms: number): void {
    this.#sleptMs += ms;
    this.jump(ms);
  }

  /** Sets the wall clock alone. The monotonic clock and timers are not affected. */
  jump(ms: number): void {
    this.#nowMs += ms;
    for (const timer of this.#timers) timer.atMs += ms;
  }
}
