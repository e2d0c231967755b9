// Runs in the searcher thread: node builtins, relative files and types only.
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** How far behind: the usual niceness of work that nobody waits for. */
const niceness = 10;

/**
 * Lets the other threads go first where there are fewer cores than work. On Linux a thread has a priority of its own; elsewhere, or
 * where it may not be set, everything stays as it is.
 */
export function stepBack(): void {
  try {
    const thread = /\/task\/(\d+)$/.exec(readlinkSync('/proc/thread-self'))?.[1];
    if (thread !== undefined) setPriority(Number(thread), niceness);
  } catch {
    // It is only slower for the others.
  }
}
