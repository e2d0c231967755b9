import { readFileSync } from 'node:fs';

/** Files that a process has open beside its connections. */
const others = 500;

/** Why this number of connections cannot be opened here, and what to do; undefined if they can. */
export function filesMissing(connections: number): string | undefined {
  const most = /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  if (most === undefined || most === 'unlimited' || Number(most) >= connections + others) return undefined;
  return `a process may open ${most} files here; raise the limit with: ulimit -n ${connections + others}`;
}
