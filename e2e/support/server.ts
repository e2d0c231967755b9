import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { serverBin, temporaryFolder } from './tools.ts';

/** The line that `serve --json` prints when it is ready. */
export type Ready = { event: 'ready'; url: string; page: string; pin: string; invite: string | null };

/** A real server process. */
export type ServerProcess = Ready & {
  readonly pid: number;
  readonly port: number;
  /** All of its stderr so far. */
  log(): string;
  /** Sends the signal and waits for the end; returns the exit code, or the signal's name. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | string>;
  /** Resolves with the same when the process has ended. */
  readonly ended: Promise<number | string>;
} & AsyncDisposable;

/** Limits off and hashes cheap, so that tests may be as fast as they can. */
export const noLimits = [
  '--message-rate=0',
  '--message-burst=0',
  '--messages-per-minute=0',
  '--requests-per-second=0',
  '--logins-per-minute=0',
  '--logins-per-name=0',
  '--signups-per-hour=0',
  // The lowest, because hashing at the default cost is most of the work of a short test.
  '--bcrypt-cost=10',
];

async function ended(child: ChildProcess): Promise<number | string> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode ?? child.signalCode ?? 0;
}

/** The process that a wrapper (strace) runs: that one is ended, and the wrapper ends with it. */
function wrappedBy(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
}

/** Starts `securechat-server serve --json` on folders below `home` and waits for its ready line. */
export async function startServer(
  home: string,
  {
    args = noLimits,
    port = 0,
    bin = serverBin,
    wrap = [] as string[],
    node = process.execPath,
    env = {} as NodeJS.ProcessEnv,
  } = {},
): Promise<ServerProcess> {
  const command = [
    ...wrap,
    node,
    bin,
    'serve',
    '--json',
    '--port',
    String(port),
    '--data',
    `${home}/data`,
    '--certs',
    `${home}/certs`,
    ...args,
  ];
  const child = spawn(command[0] ?? '', command.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let log = '';
  child.stderr.on('data', (data: Buffer) => {
    log += data.toString();
  });
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line'), ended(child).then((code) => ({ code }))]);
  if (!Array.isArray(first)) throw new Error(`the server ended with ${first.code} before it was ready:\n${log}`);
  const ready = JSON.parse(String(first[0])) as Ready;
  const pid = wrap.length > 0 ? wrappedBy(child.pid ?? 0) : (child.pid ?? 0);
  const kill = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) process.kill(pid, signal);
    return await ended(child);
  };
  return {
    ...ready,
    pid,
    port: Number(new URL(ready.url).port),
    log: () => log,
    kill,
    ended: ended(child),
    [Symbol.asyncDispose]: async () => void (await kill('SIGKILL')),
  };
}

/** A server as it is named in commands. */
export const nameOf = ({ port }: ServerProcess) => `127.0.0.1:${port}`;

/** Two servers in a temporary folder; disposing removes it all. */
export async function twoServers() {
  const folder = temporaryFolder();
  const [one, two] = await Promise.all([startServer(folder.in('one')), startServer(folder.in('two'))]);
  return {
    ...{ folder, one, two, nameOne: nameOf(one), nameTwo: nameOf(two) },
    [Symbol.asyncDispose]: async () => {
      for (const server of [one, two]) await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
