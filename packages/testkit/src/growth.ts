import process from 'node:process';

/** The processor time of one call in microseconds, at least 1: the shortest of a few runs. */
function cost(work: () => unknown): number {
  const once = () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  return Math.max(1, Math.min(...Array.from({ length: 5 }, once)));
}

/**
 * The ratio of the processor time that `long` takes to that of `short`. Other programs and the garbage collector can spoil a comparison, so
 * this is the smallest of up to 20. It stops at the first one below `enough`.
 */
export function growth(short: () => unknown, long: () => unknown, enough: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 20 && least >= enough; tries++) least = Math.min(least, cost(long) / cost(short));
  return least;
}
