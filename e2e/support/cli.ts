import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@securechat/testkit';
import { startServer } from './server.ts';
import { cliBin, temporaryFolder } from './tools.ts';

export type Ran = { readonly code: number | string; readonly out: string; readonly err: string };
export type RunOptions = {
  readonly input?: string | Buffer;
  readonly env?: NodeJS.ProcessEnv;
  readonly bin?: string;
  readonly cwd?: string;
  /** Another Node than the one that runs the tests. */
  readonly node?: string;
};

/** A running `securechat`: its output so far, and its end. */
export type Running = {
  readonly pid: number;
  lines(): string[];
  err(): string;
  write(text: string | Buffer): void;
  endInput(): void;
  signal(name: NodeJS.Signals): void;
  readonly done: Promise<Ran>;
};

/** Compiled code of clients without a home of their own, outside of the tester's home. */
const caches = join(tmpdir(), `securechat-e2e-caches-${userInfo().uid}`);

/** Starts `securechat ARGS` as a user would from a script. */
export function start(
  args: readonly string[],
  { env = {}, bin = cliBin, cwd, node = process.execPath }: RunOptions = {},
): Running {
  const clean = { ...process.env, DBUS_SESSION_BUS_ADDRESS: '', NO_COLOR: '1', XDG_CACHE_HOME: caches, ...env };
  const child = spawn(node, [bin, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: clean,
    ...(cwd ? { cwd } : {}),
  });
  let out = '';
  let err = '';
  // Decoded as a stream, because a character may be split across two chunks.
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  child.stdin.on('error', () => {});
  const done = once(child, 'close').then(() => ({ code: child.exitCode ?? child.signalCode ?? 0, out, err }));
  return {
    pid: child.pid ?? 0,
    lines: () => out.split('\n').filter(Boolean),
    err: () => err,
    write: (text) => void child.stdin.write(text),
    endInput: () => void child.stdin.end(),
    signal: (name) => void child.kill(name),
    done,
  };
}

/** Runs `securechat ARGS` to its end. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const running = start(args, options);
  if (options.input !== undefined) running.write(options.input);
  running.endInput();
  return await running.done;
}

/** A user with a home of their own, signed up at a server, for whom commands run. */
export async function person(
  name: string,
  home: string,
  server: { url: string; pin: string },
  options: RunOptions = {},
) {
  const common = ['--home', `${home}/${name}`, '--server', server.url, '--pin', server.pin, '--token-store', 'file'];
  const signup = await run(['signup', name, ...common, '--password-stdin'], {
    ...options,
    input: `the long password of ${name}\n`,
  });
  if (signup.code !== 0) throw new Error(`sign-up of ${name} ended with ${signup.code}: ${signup.err}`);
  return {
    home: `${home}/${name}`,
    common,
    run: (args: readonly string[], more: RunOptions = {}) => run([...args, ...common], { ...options, ...more }),
    start: (args: readonly string[], more: RunOptions = {}) => start([...args, ...common], { ...options, ...more }),
  };
}

type Person = Awaited<ReturnType<typeof person>>;

/** A server in a temporary folder with signed-up users, by name; disposing removes it all. */
export async function serverWith<N extends string>(...names: readonly N[]) {
  const folder = temporaryFolder();
  const server = await startServer(folder.path);
  const stop = async () => {
    await server[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  };
  const people = {} as Record<N, Person>;
  try {
    for (const name of names) people[name] = await person(name, folder.path, server);
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return { ...people, folder, server, [Symbol.asyncDispose]: stop };
}

/**
 * Waits until a `securechat tail` that prints new messages only has connected: sends a marker to the room until one is printed. A single
 * message could be stored before the tail follows the room, and would then never be printed.
 */
export async function follows(
  tail: Running,
  room: string,
  send: (text: string, room: string) => Promise<unknown>,
): Promise<void> {
  await eventually(async () => {
    await send('are you there', room);
    return tail.lines().some((line) => line.includes('are you there'));
  });
}
