import type { Clock } from '../ports/clock.ts';

/** Beyond this Node's timers overflow and fire immediately. */
const longestMs = 2 ** 31 - 1;

/** The system's time. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(ms, run) {
    let timer: NodeJS.Timeout;
    const arm = (leftMs: number): void => {
      timer = leftMs > longestMs ? setTimeout(() => arm(leftMs - longestMs), longestMs) : setTimeout(run, leftMs);
    };
    arm(ms);
    return () => clearTimeout(timer);
  },
};
