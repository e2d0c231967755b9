import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Torture } from '../../packages/server/src/testing/torture-options.ts';
import { tortureVariable } from '../../packages/server/src/testing/torture-options.ts';

/** The parameters of one life of the server. */
export type Life = Pick<Torture, 'hook' | 'hookAfter' | 'clockOffsetMs' | 'failEvery' | 'busSeed'> & {
  /** Which of its syncs fail, in strace's syntax; undefined for none, and without strace. */
  readonly brokenSync: { readonly error: 'EIO' | 'ENOSPC'; readonly when: string } | undefined;
};

export const calmLife: Life = {
  hook: 'none',
  hookAfter: 0,
  clockOffsetMs: 0,
  failEvery: 0,
  busSeed: 0,
  brokenSync: undefined,
};

type Ready = { readonly url: string; readonly pin: string; readonly pid: number };

/** Kills of the server by their cause. */
export type KillCounts = { random: number; hook: number };

/** Runs a server on one folder and port, life after life. */
export class ServerKeeper {
  readonly kills: KillCounts = { random: 0, hook: 0 };
  /** Failures that must not happen: a failed start, a request that ended in a bug. */
  readonly troubles: string[] = [];
  readonly #program: string;
  readonly #home: string;
  readonly #mutation: Torture['mutation'];
  #port = 0;
  #child: ChildProcess | undefined;
  #pid = 0;
  #asked = false;
  #ended: Promise<void> = Promise.resolve();
  pin = '';

  constructor(parts: { program: string; home: string; mutation: Torture['mutation'] }) {
    this.#program = parts.program;
    this.#home = parts.home;
    this.#mutation = parts.mutation;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `wss://127.0.0.1:${this.#port}`;
  }

  /** Resolves when the present life is over. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Starts a life; resolves when it is ready, or has ended before. */
  async start(life: Life): Promise<boolean> {
    const { brokenSync, ...faults } = life;
    const torture: Torture = { ...faults, home: this.#home, port: this.#port, mutation: this.#mutation };
    const inject = brokenSync
      ? ['strace', '-f', '-qq', '--seccomp-bpf', '-o', '/dev/null', '-e', 'trace=fsync,fdatasync', '-e'].concat(
          `inject=fsync,fdatasync:error=${brokenSync.error}:when=${brokenSync.when}`,
        )
      : [];
    const [command = '', ...args] = [...inject, process.execPath, this.#program];
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, [tortureVariable]: JSON.stringify(torture) },
    });
    this.#child = child;
    this.#asked = false;
    this.#pid = 0;
    let log = '';
    child.stderr.on('data', (data: Buffer) => {
      log = `${log}${data}`.slice(-20_000);
    });
    const exited = once(child, 'close').then(() => this.#over(child, log));
    this.#ended = exited;
    const lines = createInterface({ input: child.stdout });
    const first = await Promise.race([once(lines, 'line'), exited]);
    if (!Array.isArray(first)) return false;
    const ready: Ready = JSON.parse(String(first[0]));
    this.#pid = ready.pid;
    this.#port = Number(new URL(ready.url).port);
    this.pin = ready.pin;
    return true;
  }

  /** Sends the signal to the server itself, even under strace. */
  signal(name: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): void {
    if (name === 'SIGKILL' || name === 'SIGTERM') {
      if (!this.#asked && name === 'SIGKILL' && this.#alive()) this.kills.random++;
      this.#asked = true;
    }
    try {
      if (this.#pid > 0 && this.#alive()) process.kill(this.#pid, name);
    } catch {
      // It has ended by itself.
    }
  }

  async stop(): Promise<void> {
    this.signal('SIGCONT');
    this.signal('SIGTERM');
    await this.#ended;
  }

  /** Ends it in whatever state it is. */
  async abandon(): Promise<void> {
    this.signal('SIGCONT');
    this.#asked = true;
    this.signal('SIGKILL');
    if (this.#alive()) this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  #alive(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  #over(child: ChildProcess, log: string): void {
    if (!this.#asked) {
      if (child.signalCode === 'SIGKILL') this.kills.hook++;
      else this.troubles.push(`the server ended with ${child.exitCode ?? child.signalCode}: ${log.slice(-1500)}`);
    }
    const bugs = log.split('\n').filter((line) => line.includes('"level":50') && !line.includes('storage failed'));
    this.troubles.push(...bugs.slice(0, 3));
  }
}
