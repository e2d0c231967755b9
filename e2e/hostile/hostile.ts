import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '../../packages/cli/src/process/exit-codes.ts';
import { lacks } from '../support/tools.ts';
import { Random } from '../torture/random.ts';
import { attackOf, kinds, type Volume } from './attacks.ts';
import { type Client, folderBytes, peakBytes, startClient, starts } from './clients.ts';
import { HostileServer, type Seen } from './server.ts';

/** The most memory that an attacked client may use. */
const maxMemoryBytes = 800 * 1024 * 1024;
const maxDiskBytes = 450 * 1024 * 1024;
/** The most frames of an idle client: some for each connection, and some to repair and describe what it receives. */
const maxFrames = ({ connections }: Seen, seconds: number) => 60 + 25 * connections + 12 * seconds;
const maxConnections = (seconds: number) => 12 + 4 * seconds;
/** A client that cannot quit never ends; how long a healthy one takes depends on the machine. */
const quitWithinMs = 180_000;
/** An attack is not awaited any longer than this. */
const patienceMs = 60_000;

type Wish = {
  readonly kind?: string | undefined;
  readonly client?: string | undefined;
  readonly patient?: boolean;
};

/** One attack on one client, and what was wrong with it. */
export type Round = {
  readonly number: number;
  readonly client: string;
  readonly attack: string;
  readonly faults: readonly string[];
  readonly ended: number | string | undefined;
  readonly peakBytes: number;
  readonly quitMs: number | undefined;
  readonly seen: Seen;
  readonly said: string;
};

const sleep = (ms: number) => new Promise((later) => setTimeout(later, ms));
const documented: ReadonlySet<number | string> = new Set(exitCodes.map(({ code }) => code));
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

function sayFaults(
  ended: number | string | undefined,
  interrupted: boolean,
  { out, err }: ReturnType<Client['printed']>,
  screen: boolean,
): string[] {
  const faults: string[] = [];
  if (ended !== undefined && !documented.has(ended)) faults.push(`ended with ${ended}`);
  if (/please report it|^\s+at .*:\d+:\d+/im.test(err)) faults.push('stopped by an error of its own');
  // `doctor` prints it in its list.
  if (ended !== 0 && !interrupted && !/[a-z].*[.!?:)]/i.test(err + out))
    faults.push(`ended with ${ended} and no sentence`);
  if (!screen && (controls.test(out) || controls.test(err))) faults.push('printed control characters');
  return faults;
}

async function watch(server: HostileServer, client: Client, soonMs: number): Promise<number> {
  const startMs = performance.now();
  let peak = 0;
  let attackedMs: number | undefined;
  for (;;) {
    peak = Math.max(peak, peakBytes(client.pid) ?? 0);
    const nowMs = performance.now();
    if (server.seen.attacked > 0) attackedMs ??= nowMs;
    const enough = attackedMs !== undefined && nowMs - attackedMs > soonMs;
    if (client.ended() !== undefined || enough || nowMs - startMs > patienceMs) return peak;
    await sleep(50);
  }
}

async function quit(client: Client): Promise<number | undefined> {
  const startMs = performance.now();
  for (let presses = 0; client.ended() === undefined; presses++) {
    if (performance.now() - startMs > quitWithinMs) return undefined;
    // The first may clear the composer, the second asks, the third quits.
    if (presses % 10 === 0) client.interrupt();
    await sleep(30);
  }
  return performance.now() - startMs;
}

/** Makes attacks, one after another, until stopped. */
export class Hostile implements AsyncDisposable {
  readonly #random: Random;
  readonly #volume: Volume;
  readonly #folder = mkdtempSync(join(tmpdir(), 'securechat-hostile-'));
  readonly #server: HostileServer;
  readonly #clients: readonly string[];
  #number = 0;

  private constructor(server: HostileServer, seed: number, volume: Volume) {
    this.#server = server;
    this.#random = new Random(seed);
    this.#volume = volume;
    const noTerminal = lacks('tmux');
    this.#clients = Object.keys(starts).filter((name) => !(noTerminal && starts[name]?.screen));
  }

  static async start(seed: number, volume: Volume): Promise<Hostile> {
    return new Hostile(await HostileServer.start(), seed, volume);
  }

  /** Skips an attack, so that a later one can be examined alone. */
  skip(): void {
    this.#random.fork();
    this.#number++;
  }

  /** One attack of the given kind on the given client, or a random one. `patient`: the client must end by itself. */
  async round({ kind, client, patient = false }: Wish = {}): Promise<Round> {
    const random = this.#random.fork();
    const attack = attackOf(kind ?? random.pick(kinds as [string, ...string[]]), random, this.#volume);
    // Mostly the chat, which has the most state.
    const some = random.next() < 0.4 ? 'chat' : random.pick(this.#clients as [string, ...string[]]);
    const name = client ?? (this.#clients.includes(some) ? some : 'tail');
    return await this.#attack(name, attack, patient ? Number.POSITIVE_INFINITY : random.pick([300, 1000, 3000]));
  }

  async #attack(name: string, attack: Parameters<HostileServer['attackWith']>[0], soonMs: number): Promise<Round> {
    const number = ++this.#number;
    const home = join(this.#folder, `home-${number}`);
    mkdirSync(home, { recursive: true });
    const server = this.#server;
    server.attackWith(attack);
    const startMs = performance.now();
    using client = await startClient(name, { home, url: server.url, pin: server.pin });
    const peak = await watch(server, client, soonMs);
    const alone = client.ended();
    const quitMs = alone === undefined ? await quit(client) : undefined;
    const seen = { ...server.seen };
    const seconds = (performance.now() - startMs) / 1000;
    const ended = client.ended();
    // Read before the terminal is checked, which clears it.
    const said = client.printed().err.trim().split('\n').filter(Boolean).slice(-2).join(' / ');
    const faults = sayFaults(ended, alone === undefined, client.printed(), starts[name]?.screen === true);
    if (ended === undefined) faults.push('does not end on Ctrl-C');
    else faults.push(...(await client.terminalFaults()));
    if (peak > maxMemoryBytes) faults.push(`took ${Math.round(peak / 1024 / 1024)} MiB of memory`);
    const disk = folderBytes(home);
    if (disk > maxDiskBytes) faults.push(`took ${Math.round(disk / 1024 / 1024)} MiB of disk`);
    if (seen.frames > maxFrames(seen, seconds)) faults.push(`sent ${seen.frames} frames in ${seconds.toFixed(1)} s`);
    if (seen.connections > maxConnections(seconds)) faults.push(`connected ${seen.connections} times`);
    if (readdirSync(home).includes('crashes')) faults.push('wrote a crash report');
    server.drop();
    rmSync(home, { recursive: true, force: true });
    return { number, client: name, attack: attack.name, faults, ended, peakBytes: peak, quitMs, seen, said };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A round as one line. */
export function sayRound({
  number,
  client,
  attack,
  faults,
  ended,
  peakBytes: peak,
  quitMs,
  seen,
  said,
}: Round): string {
  const state = faults.length === 0 ? 'ok' : `FAULT ${faults.join(' · ')}`;
  const mib = Math.round(peak / 1024 / 1024);
  const quitting = quitMs === undefined ? '' : ` · quit in ${Math.round(quitMs)} ms`;
  const words =
    faults.length > 0 || quitMs === undefined || (ended !== 0 && ended !== 130) ? ` · ${said.slice(0, 300)}` : '';
  return `${number} ${client} · ${attack} · ${state} · exit ${ended} · ${mib} MiB · ${seen.connections} connections · ${seen.frames} frames${quitting}${words}`;
}
