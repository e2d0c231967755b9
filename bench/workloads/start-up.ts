import { mkdirSync } from 'node:fs';
import { run } from '../../e2e/support/cli.ts';
import { startServer } from '../../e2e/support/server.ts';
import { cliBin, lacks, temporaryFolder } from '../../e2e/support/tools.ts';
import { bundleInkHello, inkGreeting } from '../peers/ink-hello.ts';
import { settle } from '../support/chat-home.ts';
import { startKeychain } from '../support/keychain.ts';
import { type Command, paintedMs, timed } from '../support/timed.ts';
import type { Outcome, Subject, Workload } from '../support/workload.ts';

const repetitions = 10;
const figure = 'start-up';

type Measures = Readonly<Record<string, readonly number[]>>;
/** One attempt of one subject. */
type Attempt = { readonly name: string; readonly ms: () => Promise<Measures> };

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? Number.NaN) + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2;
}

const node = (env: NodeJS.ProcessEnv, ...args: readonly string[]): Command => ({
  argv: [process.execPath, ...args],
  env,
});

/** The programs' environment: a home of their own, and nothing that changes how Node or Ink start. */
function plainEnv(folder: string): NodeJS.ProcessEnv {
  const { PATH = '' } = process.env;
  return { PATH, HOME: folder, LANG: 'C.UTF-8', TERM: 'xterm-256color', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/none' };
}

const toEnd = (name: string, command: Command): Attempt => ({
  name,
  ms: async () => ({ [figure]: [(await timed(command)).endedMs] }),
});
const toAck = (name: string, command: Command): Attempt => ({
  name,
  ms: async () => {
    const { firstOutputMs, endedMs } = await timed(command);
    return { [figure]: [firstOutputMs ?? Number.NaN], 'to its end': [endedMs] };
  },
});
const toPaint = (name: string, text: string, command: Command): Attempt => ({
  name,
  ms: async () => ({ [figure]: [await paintedMs(text, command)] }),
});

const names = {
  node: 'node -e 0',
  version: 'securechat --version',
  send: 'securechat send',
  keychain: 'securechat send, token in the keychain',
  hello: 'Ink hello-world, bundled',
  helloCached: 'Ink hello-world, bundled, compiled code cached',
  chat: 'securechat chat, 50 stored messages',
  chatFull: 'securechat chat, 10,000 stored messages',
} as const;
type Name = keyof typeof names;

const needs: Partial<Record<Name, readonly string[]>> = {
  keychain: ['dbus-run-session', 'gnome-keyring-daemon'],
  hello: ['python3'],
  helloCached: ['python3'],
  chat: ['python3'],
  chatFull: ['python3'],
};
const has = (name: Name) => !lacks(...(needs[name] ?? []));

/** Runs each in turn, after a warm-up that lets Node cache compiled code, as every start but a user's first finds it. */
async function alternate(attempts: readonly Attempt[]): Promise<ReadonlyMap<string, Outcome>> {
  const all = new Map(attempts.map(({ name }) => [name, new Map<string, number[]>()]));
  for (const { ms } of attempts) await ms();
  for (let i = 0; i < repetitions; i++) {
    for (const { name, ms } of attempts) {
      const figures = all.get(name);
      for (const [key, values] of Object.entries(await ms()))
        figures?.set(key, [...(figures.get(key) ?? []), ...values]);
    }
  }
  const outcomes = [...all].map(([name, figures]) => {
    const list = [...figures].map(
      ([key, values]) => ({ name: key, unit: 'ms', value: median(values), better: 'less' }) as const,
    );
    return [name, { figures: list }] as const;
  });
  return new Map(outcomes);
}

/** One round of all subjects: servers with accounts are created, and all subjects are measured in turn. */
async function round(): Promise<ReadonlyMap<string, Outcome>> {
  using folder = temporaryFolder();
  for (const name of ['ada', 'eve', 'small', 'large', 'keychain']) mkdirSync(folder.in(name));
  const env = plainEnv(folder.path);
  await using small = await startServer(folder.in('small'));
  await using large = await startServer(folder.in('large'));
  const ada = await settle('ada', folder.in('ada'), small, 50);
  const attempts = [
    toEnd(names.node, node(env, '-e', '0')),
    toEnd(names.version, node(env, cliBin, '--version')),
    toAck(names.send, node(env, cliBin, 'send', 'hello', '--json', '--room', 'second', ...ada.flags)),
  ];
  const room = await run(['rooms', 'create', 'second', ...ada.flags]);
  if (room.code !== 0) throw new Error(`a room could not be made: ${room.err}`);
  await using keychain = has('keychain') ? await startKeychain(folder.in('keychain'), env) : undefined;
  if (keychain) {
    const flags = ['--home', folder.in('keychain/home'), '--server', small.url, '--pin', small.pin];
    const input = 'the long password of bea\n';
    const signup = await run(['signup', 'bea', ...flags, '--password-stdin'], { env: keychain.env, input });
    if (signup.code !== 0 || signup.err) throw new Error(`the keychain was not used: ${signup.err}`);
    attempts.push(toAck(names.keychain, node(keychain.env, cliBin, 'send', 'hello', '--json', ...flags)));
  }
  if (has('hello')) {
    const eve = await settle('eve', folder.in('eve'), large, 10_000);
    const hello = await bundleInkHello(folder.path);
    attempts.push(
      toPaint(names.hello, inkGreeting, node(env, hello)),
      toPaint(names.helloCached, inkGreeting, node(env, folder.in('hello-kept.mjs'))),
      toPaint(names.chat, ada.newest, node(env, cliBin, 'chat', ...ada.flags)),
      toPaint(names.chatFull, eve.newest, node(env, cliBin, 'chat', ...eve.flags)),
    );
  }
  return await alternate(attempts);
}

/** Rounds by number: the first subject that needs one measures all. */
const rounds = new Map<number, ReturnType<typeof round>>();

function subject(name: Name): Subject {
  return {
    name: names[name],
    missing: async () => (has(name) ? undefined : `needs ${needs[name]?.join(', ')}`),
    run: async (number) => {
      const measured = rounds.get(number) ?? round();
      rounds.set(number, measured);
      return (await measured).get(names[name]) ?? { figures: [] };
    },
  };
}

const atMost = (ours: Name, peer: Name, value: number) =>
  ({ figure, ours: names[ours], peer: names[peer], at: 'most', value }) as const;

/** How long the client takes for typical commands. */
export const startUp: Workload = {
  name: 'start-up',
  about: `From the start of a process to its end, its printed acknowledgement or its first paint; medians of ${repetitions} starts, in turn.`,
  quick: true,
  subjects: (Object.keys(names) as Name[]).map(subject),
  bounds: [
    atMost('version', 'node', 1.6),
    atMost('send', 'node', 4),
    atMost('keychain', 'node', 4),
    atMost('chat', 'hello', 1.5),
    atMost('chatFull', 'hello', 1.5),
  ],
};
