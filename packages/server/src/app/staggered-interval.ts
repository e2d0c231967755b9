import type { Clock } from '../ports/clock.ts';

/** Parts of an interval: members are spread over them, so that they are not all visited at once. */
const parts = 20;

/**
 * Visits each of many members once in `everyMs`, spread over that time, with one timer for all: ten thousand timers would take more than a
 * megabyte.
 */
export class StaggeredInterval<T> {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #tick: (member: T) => void;
  readonly #members: readonly Set<T>[] = Array.from({ length: parts }, () => new Set<T>());
  #at = 0;
  #count = 0;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, everyMs: number, visit: (member: T) => void) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#tick = visit;
  }

  /** Visits it from now on; the first visit comes within `everyMs`. */
  add(member: T): void {
    this.#members[this.#at]?.add(member);
    this.#count++;
    if (!this.#cancel) this.#wait();
  }

  /** Stops visiting it. */
  delete(member: T): void {
    if (!this.#members.some((some) => some.delete(member))) return;
    if (--this.#count > 0) return;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #wait(): void {
    this.#cancel = this.#clock.after(this.#everyMs / parts, () => {
      this.#wait();
      this.#at = (this.#at + 1) % parts;
      for (const member of [...(this.#members[this.#at] ?? [])]) this.#tick(member);
    });
  }
}
