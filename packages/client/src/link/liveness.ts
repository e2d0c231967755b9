import type { Clock } from '../ports.ts';

/** How often the clock is looked at. */
const lookMs = 5000;
/** How long the other end may take to answer a probe; less after a sleep, when a dead link is the likely case. */
const answerWithinMs = 10_000;
const answerAfterSleepMs = 3000;

/**
 * Notices a dead link: after a silence longer than a heartbeat it probes, and without an answer it is dead. A timer that comes much
 * too late means the machine slept: probes at once.
 */
export class Liveness {
  readonly #clock: Clock;
  readonly #probe: () => void;
  readonly #dead: () => void;
  readonly #silenceMs: number;
  #heardMs: number;
  #cancelLook = () => {};
  #cancelAnswer: (() => void) | undefined;

  constructor(parts: { clock: Clock; heartbeatMs: number; probe: () => void; dead: () => void }) {
    this.#clock = parts.clock;
    this.#probe = parts.probe;
    this.#dead = parts.dead;
    this.#silenceMs = parts.heartbeatMs * 1.25;
    this.#heardMs = parts.clock.nowMs();
    this.#look();
  }

  /** A sign of life. */
  heard(): void {
    this.#heardMs = this.#clock.nowMs();
    this.#cancelAnswer?.();
    this.#cancelAnswer = undefined;
  }

  /** Is it still there? Told by the user, or by a clock that jumped. */
  check(withinMs = answerAfterSleepMs): void {
    this.#cancelAnswer?.();
    this.#cancelAnswer = this.#clock.after(withinMs, () => {
      this.stop();
      this.#dead();
    });
    this.#probe();
  }

  stop(): void {
    this.#cancelLook();
    this.#cancelAnswer?.();
    this.#cancelAnswer = undefined;
  }

  #look(): void {
    const dueMs = this.#clock.nowMs() + lookMs;
    this.#cancelLook = this.#clock.after(lookMs, () => {
      const nowMs = this.#clock.nowMs();
      this.#look();
      if (Math.abs(nowMs - dueMs) > lookMs) this.check();
      else if (!this.#cancelAnswer && nowMs - this.#heardMs > this.#silenceMs) this.check(answerWithinMs);
    });
  }
}
