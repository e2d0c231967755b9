/** Time, replaced in tests. */
export interface Clock {
  /** The wall clock: milliseconds since 1970. May jump in both directions when it is set. */
  nowMs(): number;
  /** Milliseconds since an arbitrary moment; never set and never going back: for limits and deadlines. */
  monotonicMs(): number;
  /** Runs once after `ms`; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}
