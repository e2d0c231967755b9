// Runs in the searcher thread and in the process that looks for damage: node builtins, relative files and types only.
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** The usual niceness of background work. */
const niceness = 10;

/**
 * Gives the server's other threads precedence where there are too few cores. On Linux a thread has a priority of its own; elsewhere, or
 * where it may not be set, nothing changes.
 */
export function lowerPriority(): void {
  try {
    const thread = /\/task\/(\d+)$/.exec(readlinkSync('/proc/thread-self'))?.[1];
    if (thread !== undefined) setPriority(Number(thread), niceness);
  } catch {
    // Not fatal: searches only compete with the other threads.
  }
}
