import type { Clock } from '@securechat/client';
import { isoDay } from './dates.ts';

const lookMs = 1000;
/** Browsers slow the timers of hidden tabs to once a minute; waking each time is harmless. */
const lateMs = 10_000;

/**
 * Calls back each second, with whether it came far too late because the machine slept, and whether the day has changed, so that dates must be
 * redrawn.
 */
export function eachSecond(clock: Clock, signal: AbortSignal, run: (slept: boolean, isNewDay: boolean) => void): void {
  const dueMs = clock.uptimeMs() + lookMs;
  const day = isoDay(clock.nowMs());
  const cancel = clock.after(lookMs, () => {
    signal.removeEventListener('abort', cancel);
    eachSecond(clock, signal, run);
    run(clock.uptimeMs() - dueMs > lateMs, isoDay(clock.nowMs()) !== day);
  });
  signal.addEventListener('abort', cancel);
}

/** Calls back when the page may have been away: shown again, restored from the back/forward cache, back on a network. */
export function onReturn(signal: AbortSignal, wake: () => void): void {
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake(), { signal });
  for (const name of ['online', 'pageshow']) window.addEventListener(name, wake, { signal });
}
