import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** The content of a file of /proc; empty if its process or thread has just ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** These processes and all their children. */
function family(pids: readonly number[]): readonly number[] {
  const all = new Set<number>();
  const add = (pid: number) => {
    if (all.has(pid)) return;
    all.add(pid);
    for (const thread of threadsOf(pid)) {
      const children = read(`/proc/${pid}/task/${thread}/children`).trim();
      for (const child of children ? children.split(' ') : []) add(Number(child));
    }
  };
  for (const pid of pids) add(pid);
  return [...all];
}

/** The processor time that these processes and their children have used, in milliseconds: all threads that are still alive. */
export function cpuMs(pids: readonly number[]): number {
  let nanoseconds = 0;
  for (const pid of family(pids)) {
    for (const thread of threadsOf(pid))
      nanoseconds += Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]);
  }
  return nanoseconds / 1e6;
}

/** How long a server must be idle to count as started, and how much it may use in that time. */
const quietMs = 250;
const quietCpuMs = 5;
const quietWithinMs = 5000;

/** Resolves once these processes are idle, so that the rest of a server's start does not count as a connection's cost. */
export async function atRest(pids: readonly number[]): Promise<void> {
  const untilMs = performance.now() + quietWithinMs;
  for (let before = cpuMs(pids); performance.now() < untilMs; ) {
    await sleep(quietMs);
    const now = cpuMs(pids);
    if (now - before < quietCpuMs) return;
    before = now;
  }
}

/** Resident memory of these processes and their children, in KiB. */
export function residentKiB(pids: readonly number[]): number {
  const of = (pid: number) => Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
  return family(pids).reduce((sum, pid) => sum + of(pid), 0);
}

const pins = availableParallelism() === 2 && spawnSync('taskset', ['--version']).status === 0;

/** The prefix that pins a command to one core; empty unless the machine has two cores and taskset. */
export function pinnedTo(core: 'server' | 'load'): readonly string[] {
  return pins ? ['taskset', '-c', core === 'server' ? '0' : '1'] : [];
}

/** How processes were pinned, for readers of the figures. */
export const pinning = pins ? 'server on core 0, load generator on core 1' : 'not pinned';
