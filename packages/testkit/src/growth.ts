import process from 'node:process';

/** What this takes of the processor in microseconds, at least one: the least of a few runs. */
function cost(work: () => unknown): number {
  const once = () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  return Math.max(1, Math.min(...Array.from({ length: 9 }, once)));
}

/**
 * How many times the processor time of `short` `long` takes. Other programs can make one comparison worse and none better, so the
 * smallest of several counts; it stops as soon as one is below `enough`.
 */
export function growth(short: () => unknown, long: () => unknown, enough: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 20 && least >= enough; tries++) least = Math.min(least, cost(long) / cost(short));
  return least;
}
