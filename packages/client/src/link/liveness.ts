import type { Clock } from '../ports.ts';

/** The interval of the silence check. */
const checkEveryMs = 5000;
/** How long the other end may take to answer a probe; less after a sleep, when the link is probably dead. */
const answerWithinMs = 10_000;
const answerAfterSleepMs = 3000;
/** After something was sent, the other end may be silent for this long before it is probed, and then for as long again. */
const answerAfterSendMs = 5000;

/** Detects a dead link: within 45 s by its silence (longer than a heartbeat, then an unanswered probe), and within 10 s of something sent. */
export class Liveness {
  readonly #clock: Clock;
  readonly #probe: () => void;
  readonly #dead: () => void;
  readonly #silenceMs: number;
  #heardMs: number;
  #cancelLook = () => {};
  #cancelAnswer: (() => void) | undefined;
  #cancelSent: (() => void) | undefined;

  constructor(parts: { clock: Clock; heartbeatMs: number; probe: () => void; dead: () => void }) {
    this.#clock = parts.clock;
    this.#probe = parts.probe;
    this.#dead = parts.dead;
    this.#silenceMs = parts.heartbeatMs * 1.25;
    this.#heardMs = parts.clock.monotonicMs();
    this.#look();
  }

  /** A sign of life arrived. */
  heard(): void {
    this.#heardMs = this.#clock.monotonicMs();
    this.#forgetQuestions();
  }

  /** Something was sent that must be answered: a sign of life is due soon. */
  sent(): void {
    if (this.#cancelSent || this.#cancelAnswer) return;
    this.#cancelSent = this.#clock.after(answerAfterSendMs, () => this.check(answerAfterSendMs));
  }

  /** Probes the link now, on request of the user or after a jump of the clock. */
  check(withinMs = answerAfterSleepMs): void {
    this.#forgetQuestions();
    this.#cancelAnswer = this.#clock.after(withinMs, () => {
      this.stop();
      this.#dead();
    });
    this.#probe();
  }

  stop(): void {
    this.#cancelLook();
    this.#forgetQuestions();
  }

  #forgetQuestions(): void {
    this.#cancelAnswer?.();
    this.#cancelSent?.();
    this.#cancelAnswer = undefined;
    this.#cancelSent = undefined;
  }

  #look(): void {
    this.#cancelLook = this.#clock.after(checkEveryMs, () => {
      this.#look();
      const silentMs = this.#clock.monotonicMs() - this.#heardMs;
      if (!this.#cancelAnswer && silentMs > this.#silenceMs) this.check(answerWithinMs);
    });
  }
}
