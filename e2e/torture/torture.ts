import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { generalRoom } from '@securechat/protocol';
import type { Torture } from '../../packages/server/src/testing/torture-options.ts';
import { Auditor } from './audit.ts';
import type { Programs } from './bundle.ts';
import { ChaosProxy } from './chaos-proxy.ts';
import { check } from './checker.ts';
import { ClientHandle } from './client-handle.ts';
import type { ClientPlan, ClientReport } from './client-plan.ts';
import { readDisk } from './disk-audit.ts';
import { isBelow, type Mark, mergeHistory, type Op, Recorder } from './history.ts';
import type { Anomaly } from './indexed-history.ts';
import { Nemesis, rooms } from './nemesis.ts';
import { People } from './people.ts';
import { Random } from './random.ts';
import { ScriptClient } from './script-client.ts';
import { calmLife, ServerKeeper } from './server-keeper.ts';

/** One run. */
export type Setting = {
  readonly seed: number;
  /** The run continues until all of these are reached. */
  readonly goal: Goal;
  /** A run that has not reached its goal by then gives up: the machine is too slow for it. */
  readonly maxSeconds: number;
  readonly clients: number;
  /** Messages per second, of all clients together. */
  readonly perSecond: number;
  /** What people do before the faults, and again after them. */
  readonly deedsInPeace: number;
  /** The history and all files of the run. */
  readonly folder: string;
  readonly strace: boolean;
  /** Whether a script with `send` and `tail` takes part; it needs the built command. */
  readonly script: boolean;
  readonly longestStopMs: number;
  /** How long all clients have at the end to receive everything. */
  readonly quiesceMs: number;
  readonly mutation?: { readonly server?: Torture['mutation']; readonly client?: ClientPlan['mutation'] };
  /** Called once a second. */
  readonly status?: (now: Status) => void;
};

/** What a run must have done, in counts, so that its result does not depend on the machine's speed. */
export type Goal = {
  /** Kills of the server, at random and at hooks. */
  readonly serverKills?: number;
  /** Kills of clients that store on disk. */
  readonly clientKills?: number;
  /** Acknowledged messages. */
  readonly acked?: number;
  /** For a run of a given duration. */
  readonly seconds?: number;
};

export type Status = { readonly seconds: number; readonly kills: KillCounts; readonly acked: number };
type KillCounts = { readonly random: number; readonly hook: number; readonly client: number };
export type Outcome = {
  readonly kills: KillCounts;
  readonly acked: number;
  /** Changes of rooms: who is a member, with which role, and so on. */
  readonly changes: number;
  readonly anomalies: readonly Anomaly[];
  /** How long it ran, and whether it reached its goal in that time. */
  readonly seconds: number;
  readonly reachedGoal: boolean;
};

/** True if everything in the goal has been reached. */
export function isReached(goal: Goal, { seconds, kills, acked }: Status): boolean {
  return (
    kills.random + kills.hook >= (goal.serverKills ?? 0) &&
    kills.client >= (goal.clientKills ?? 0) &&
    acked >= (goal.acked ?? 0) &&
    seconds >= (goal.seconds ?? 0)
  );
}

/** Resolves with true when `done()` is true, or with false after `maxMs`. */
export async function reaches(done: () => boolean, maxMs: number): Promise<boolean> {
  const endMs = performance.now() + maxMs;
  while (!done() && performance.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 50));
  return done();
}

/** Two thirds keep everything in memory, and the last of those is a second device of the first one's user; the others store it on disk. */
export function planClients(
  setting: Omit<Setting, 'goal'>,
  random: Random,
  server: { url: string; pin: string },
): ClientPlan[] {
  const core = Math.max(2, Math.ceil((setting.clients * 2) / 3));
  const mutation = setting.mutation?.client ?? 'none';
  return Array.from({ length: setting.clients }, (_, i) => {
    const client = `device-${i + 1}`;
    const home = join(setting.folder, client);
    mkdirSync(home, { recursive: true });
    const user = i === core - 1 ? 'user-1' : `user-${i + 1}`;
    const onDisk = (i - core) % 2 === 0 ? 'chat' : 'disk';
    const kind = i < core ? 'core' : onDisk;
    const history = join(setting.folder, `${client}.jsonl`);
    const perSecond = setting.perSecond / setting.clients;
    const seed = random.whole(0, 2 ** 31);
    return {
      client,
      user,
      password: `the long password of ${user}`,
      kind,
      history,
      home,
      seed,
      perSecond,
      mutation,
      ...server,
    };
  });
}

/** Starts all clients before any fault. The second device comes last, because its user exists by then. */
export async function startClients(clients: readonly ClientHandle[]): Promise<void> {
  const seen = new Set<string>();
  const later: ClientHandle[] = [];
  for (const client of clients) {
    if (seen.has(client.plan.user)) later.push(client);
    else client.start();
    seen.add(client.plan.user);
  }
  const ready = async (client: ClientHandle) => {
    const report = await client.nextReport('ready', 60_000);
    if (!report) throw new Error(`${client.plan.client} did not start: ${client.trouble}`);
  };
  await Promise.all(clients.filter((client) => !later.includes(client)).map(ready));
  for (const client of later) client.start();
  await Promise.all(later.map(ready));
}

/** The highest read marks of each user that the server has told or confirmed to one of their devices. */
function marksByUser(
  clients: readonly ClientHandle[],
  reports: readonly (ClientReport | undefined)[],
): ReadonlyMap<string, ReadonlyMap<string, Mark>> {
  const users = new Map<string, Map<string, Mark>>();
  for (const [i, { plan }] of clients.entries()) {
    const report = reports[i];
    const marks = users.get(plan.user) ?? new Map<string, Mark>();
    users.set(plan.user, marks);
    for (const [room, mark] of Object.entries(report?.is === 'drained' ? report.marks : {})) {
      const known = marks.get(room);
      if (!known || isBelow(known, mark)) marks.set(room, mark);
    }
  }
  return users;
}

/** Ends the run: nothing more is sent, every message gets its answer, and then all clients have time to receive everything. */
export async function quiesce(
  clients: readonly ClientHandle[],
  auditor: Auditor,
  withinMs: number,
  script?: ScriptClient,
): Promise<Op[]> {
  const troubles: Op[] = [];
  const report = async (client: ClientHandle, is: 'drained' | 'finished') => {
    const answer = await client.nextReport(is, withinMs + 2000);
    const message = `${client.plan.client} has not ${is}: ${client.trouble || 'it took too long'}`;
    if (!answer) troubles.push({ t: 'trouble', name: 'not-quiesced', message });
    return answer;
  };
  for (const client of clients) client.tell({ do: 'drain' });
  const drained = Promise.all(clients.map((client) => report(client, 'drained')));
  await Promise.all([drained, script?.drain(withinMs)]);
  const marks = marksByUser(clients, await drained);
  const heads = await auditor.heads();
  const users = [...new Set(clients.map(({ plan }) => plan.user))];
  for (const client of clients) {
    const own = Object.fromEntries(marks.get(client.plan.user) ?? []);
    client.tell({ do: 'finish', heads, users, marks: own, withinMs });
  }
  const finished = clients.map((client) => report(client, 'finished'));
  await Promise.all([...finished, script?.finish(heads[generalRoom] ?? 0, withinMs)]);
  return [...troubles, ...(script?.troubles ?? [])];
}

/** Runs server and clients under torture, then lets the checker look for anomalies. */
export async function torture(setting: Setting, programs: Programs): Promise<Outcome> {
  const random = new Random(setting.seed);
  const mutation = setting.mutation?.server ?? 'none';
  const home = join(setting.folder, 'server');
  mkdirSync(home, { recursive: true });
  const server = new ServerKeeper({ program: programs.server, home, mutation });
  if (!(await server.start(calmLife))) throw new Error(`the server does not start: ${server.troubles.join('\n')}`);
  const proxy = new ChaosProxy(server.port, random.fork());
  const url = `wss://127.0.0.1:${await proxy.listen()}`;
  const clients = planClients(setting, random, { url, pin: server.pin }).map(
    (p) => new ClientHandle(programs.client, p),
  );
  const recorder = new Recorder(join(setting.folder, 'runner.jsonl'));
  const auditor = new Auditor({ url: server.url, pin: server.pin }, recorder);
  const script = setting.script
    ? new ScriptClient({ user: 'script', home: join(setting.folder, 'script'), url, pin: server.pin, recorder })
    : undefined;
  const note = (ops: readonly Op[]) => {
    for (const op of ops) recorder.add(op);
  };
  const startedMs = performance.now();
  const acked = () => clients.reduce((sum, client) => sum + client.acked, 0);
  let nemesis: Nemesis | undefined;
  const kills = () => ({ ...server.kills, client: nemesis?.clientKills ?? 0 });
  const now = (): Status => ({ seconds: (performance.now() - startedMs) / 1000, kills: kills(), acked: acked() });
  const tick = setInterval(() => setting.status?.(now()), 1000);
  let reachedGoal = false;
  let seconds = 0;
  try {
    await auditor.begin(rooms);
    await startClients(clients);
    await script?.start();
    const people = new People(clients, auditor);
    await people.mingle(setting.deedsInPeace, random.fork());
    nemesis = new Nemesis(random.fork(), { server, proxy, clients, people }, setting);
    reachedGoal = await reaches(() => isReached(setting.goal, now()), setting.maxSeconds * 1000);
    seconds = now().seconds;
    await nemesis.stop();
    await people.mingle(setting.deedsInPeace, random.fork());
    note(await quiesce(clients, auditor, setting.quiesceMs, script));
    note(await auditor.readAll());
    await server.stop();
    note(readDisk(join(home, 'data', 'securechat.db')));
    note(server.troubles.map((message): Op => ({ t: 'trouble', name: 'server-failed', message })));
  } finally {
    clearInterval(tick);
    await Promise.all(clients.map((client) => client.kill()));
    await script?.end();
    await server.abandon();
    proxy.close();
    recorder.close();
  }
  return { ...findAnomalies(setting.folder), kills: kills(), seconds, reachedGoal };
}

/** Runs the checker over the history in a folder. */
export function findAnomalies(folder: string): Pick<Outcome, 'acked' | 'changes' | 'anomalies'> {
  const ids = new Set<string>();
  let changes = 0;
  const watched = function* (): Generator<Op> {
    for (const op of mergeHistory(folder)) {
      if (op.t === 'ack') ids.add(op.id);
      if (op.t === 'read') changes += op.rows.filter(({ type }) => type !== 'message').length;
      yield op;
    }
  };
  const anomalies = check(watched());
  return { acked: ids.size, changes, anomalies };
}
