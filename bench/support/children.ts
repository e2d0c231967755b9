import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const alive = new Set<ChildProcess>();
/** How long a process may take to end. */
const endWithinMs = 15_000;

/** Starts a process that ends with this one, however this one ends. */
export function start(command: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command[0] ?? '', command.slice(1), options);
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  return child;
}

/** Ends a process and waits for it; kills it if it does not end. */
export async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
  await gone;
  clearTimeout(timer);
}

/** A child that has printed a line to report that it is ready. */
export type Started = { readonly child: ChildProcess; readonly pid: number; readonly line: string };

/** Starts a server and waits for its first line; throws with its stderr if it ends before. */
export async function startReady(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const child = start(command, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let log = '';
  child.stderr?.on('data', (data: Buffer) => {
    log = (log + data.toString()).slice(-4000);
  });
  const lines = createInterface({ input: child.stdout as Readable });
  const first = await Promise.race([
    once(lines, 'line') as Promise<string[]>,
    once(child, 'exit').then(() => undefined),
    once(child, 'error').then(() => undefined),
  ]);
  if (!first) throw new Error(`${command.join(' ')} ended before it was ready:\n${log}`);
  child.stdout?.resume();
  return { child, pid: child.pid ?? 0, line: String(first[0]) };
}

process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
