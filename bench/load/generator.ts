import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { end, start } from '../support/children.ts';
import { pinnedTo } from '../support/proc.ts';
import type { Connected, LoadCommand, LoadReport, Member, Phase, PhaseResult, Target } from './plan.ts';

/** Above this share of a core the load generator was the bottleneck. */
const maxBusy = 0.9;

/**
 * A thousand take half a minute with servers where entering costs more the more members there are; this limit is for a server that does not
 * answer.
 */
const enterWithinMs = 150_000;

/** The running load generator with its connections. */
export type Generator = {
  readonly connected: Connected;
  phase(phase: Phase): Promise<PhaseResult>;
  /** How long it takes from now until all clients are back; the server is stopped right now. */
  back(withinMs: number): Promise<Extract<LoadReport, { kind: 'back' }>['value']>;
} & AsyncDisposable;

/** How it connects. */
export type Entrance = {
  readonly members: readonly Member[];
  readonly watch?: readonly number[];
  readonly atOnce?: number;
  readonly reconnect?: boolean;
  /** Pinned to a core of its own, beside a server that is pinned to the other. */
  readonly pinned?: boolean;
};

/** Starts the load generator and connects all clients. */
export async function startGenerator(target: Target, entrance: Entrance): Promise<Generator> {
  const program = fileURLToPath(new URL('./process.ts', import.meta.url));
  const pin = entrance.pinned === false ? [] : pinnedTo('load');
  const child = start([...pin, process.execPath, '--conditions=source', program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  let why = 'it ended';
  const late = setTimeout(() => {
    why = `not everyone was in after ${enterWithinMs / 1000} s`;
    child.kill('SIGKILL');
  }, enterWithinMs).unref();
  const ask = async <Kind extends LoadReport['kind']>(order: LoadCommand, kind: Kind) => {
    child.send(order);
    const ended = once(child, 'exit').then(() => [{ kind: 'failed', message: why } as const]);
    const [answer] = (await Promise.race([once(child, 'message'), ended])) as [LoadReport];
    if (answer.kind === kind) return answer as Extract<LoadReport, { kind: Kind }>;
    await end(child, 'SIGKILL');
    throw new Error(`load generator: ${answer.kind === 'failed' ? answer.message : answer.kind}`);
  };
  const { members, watch = [], atOnce = 32, reconnect = false } = entrance;
  const { value: connected } = await ask({ kind: 'connect', target, members, atOnce, watch, reconnect }, 'connected');
  clearTimeout(late);
  return {
    connected,
    phase: async (phase) => (await ask({ kind: 'phase', phase }, 'phase')).value,
    back: async (withinMs) => (await ask({ kind: 'back', withinMs }, 'back')).value,
    [Symbol.asyncDispose]: () => end(child, 'SIGKILL'),
  };
}

/** Below this share of its core a server was idle although a full window was always in flight. */
const minFull = 0.9;

/** The notes beside the figures of a phase in which a pinned server was to be saturated. */
export function fullNotesOf(what: string, result: PhaseResult): string[] {
  const share = result.serverCpuMsPerSecond / 1000;
  const idle = `${what}: the server was not full (${Math.round(share * 100)} % of its core)`;
  return [...notesOf(what, result), ...(share < minFull ? [idle] : [])];
}

/** The notes beside the figures of a phase. */
export function notesOf(what: string, { busy, refused, refusal }: PhaseResult): string[] {
  const share = `${Math.round(busy * 100)} % of a core`;
  return [
    ...(busy > maxBusy ? [`${what}: the load generator was the limit (${share})`] : []),
    ...(refused > 0 ? [`${what}: ${refused} refused, the first: ${refusal ?? ''}`] : []),
  ];
}
