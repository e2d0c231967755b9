const firstMs = 500;
const maxMs = 30_000;

/**
 * The delay before the next attempt: exponential with full jitter, so that thousands of clients of one failed server do not reconnect at the
 * same time. `attempt` counts from 1; `random` is at least 0 and below 1.
 */
export function backoffMs(attempt: number, random: number): number {
  const ceilingMs = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 16));
  return Math.max(firstMs / 2, Math.floor(random * ceilingMs));
}
