import { randomUUID } from 'node:crypto';
import { uptime } from 'node:os';
import type { Clock } from '../ports.ts';
import { orderedId } from './ordered-id.ts';

/** The real clock. Its timers keep the process alive; a closed client has none. */
export const nodeClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  // Time since the machine started, including sleep (CLOCK_BOOTTIME on Linux).
  uptimeMs: () => uptime() * 1000,
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  newId: () => orderedId(Date.now(), randomUUID()),
};
