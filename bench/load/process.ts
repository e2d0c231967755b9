// The load generator: a process of its own, controlled over IPC by generator.ts. Its threads have the connections.
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { cpuMs } from '../support/proc.ts';
import { slotsFor } from './client-slots.ts';
import type {
  ClientSlot,
  Counts,
  LoadCommand,
  LoadReport,
  Member,
  Phase,
  PhaseResult,
  ThreadAnswer,
  ThreadOrder,
} from './plan.ts';

const threadCount = Number(process.env.BENCH_THREADS ?? Math.max(1, availableParallelism() - 1));
const threads = Array.from({ length: threadCount }, () => new Worker(new URL('./thread.ts', import.meta.url)));
/** Each thread's share of the rooms, by which rates are divided. */
let shares: readonly number[] = [];

/** Sends each thread its command and waits for all; throws if one of them failed. */
async function runOnThreads(orderFor: (thread: number) => ThreadOrder): Promise<readonly ThreadAnswer[]> {
  const answers = threads.map(async (thread, i) => {
    const { promise, resolve, reject } = Promise.withResolvers<ThreadAnswer>();
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.postMessage(orderFor(i));
    const answer = await promise;
    thread.off('error', reject);
    if (answer.kind === 'failed') throw new Error(answer.message);
    return answer;
  });
  return await Promise.all(answers);
}

async function connect(order: Extract<LoadCommand, { kind: 'connect' }>): Promise<LoadReport> {
  const slots: readonly (readonly ClientSlot[])[] = slotsFor(order.members satisfies readonly Member[], threads.length);
  const rooms = slots.map((each) => new Set(each.filter(({ role }) => role === 'author').map(({ room }) => room)).size);
  const all = rooms.reduce((sum, n) => sum + n, 0) || 1;
  shares = rooms.map((n) => n / all);
  const { target, reconnect } = order;
  const atOnce = Math.ceil(order.atOnce / threads.length);
  const startedMs = performance.now();
  const cpu = cpuMs(order.watch);
  await runOnThreads((i) => ({ kind: 'connect', target, reconnect, atOnce, slots: slots[i] ?? [] }));
  return { kind: 'connected', value: { tookMs: performance.now() - startedMs, serverCpuMs: cpuMs(order.watch) - cpu } };
}

/** Processor time per second that the watched processes used in the measured phase. */
async function watchCpu({ warmUpMs, measureMs, watch }: Phase): Promise<number> {
  await sleep(warmUpMs);
  const [begunMs, cpu] = [performance.now(), cpuMs(watch)];
  await sleep(measureMs);
  return ((cpuMs(watch) - cpu) / (performance.now() - begunMs)) * 1000;
}

const joined = (parts: readonly Float64Array[]): Float64Array => {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

function together(all: readonly Counts[], serverCpuMsPerSecond: number): PhaseResult {
  const sum = (pick: (counts: Counts) => number) => all.reduce((total, counts) => total + pick(counts), 0);
  const refusal = all.find((counts) => counts.refusal !== undefined)?.refusal;
  return {
    tookMs: sum(({ tookMs }) => tookMs) / all.length,
    deliveries: sum(({ deliveries }) => deliveries),
    messages: sum(({ messages }) => messages),
    acks: sum(({ acks }) => acks),
    refused: sum(({ refused }) => refused),
    ...(refusal === undefined ? {} : { refusal }),
    latencyMs: joined(all.map(({ latencyMs }) => latencyMs)),
    ackMs: joined(all.map(({ ackMs }) => ackMs)),
    busy: Math.max(...all.map(({ busy }) => busy)),
    serverCpuMsPerSecond,
  };
}

async function phase(asked: Phase): Promise<LoadReport> {
  const [answers, cpu] = await Promise.all([
    runOnThreads((i) => ({ kind: 'phase', phase: asked, share: shares[i] ?? 0 })),
    watchCpu(asked),
  ]);
  const counts = answers.flatMap((answer) => (answer.kind === 'phase' ? [answer.value] : []));
  return { kind: 'phase', value: together(counts, cpu) };
}

async function back(withinMs: number): Promise<LoadReport> {
  const answers = (await runOnThreads(() => ({ kind: 'back', withinMs }))).flatMap((a) =>
    a.kind === 'back' ? [a.value] : [],
  );
  const tookMs = Math.max(...answers.map((answer) => answer.tookMs));
  const sum = (pick: 'back' | 'lost') => answers.reduce((total, answer) => total + answer[pick], 0);
  return { kind: 'back', value: { tookMs, back: sum('back'), lost: sum('lost') } };
}

async function follow(order: LoadCommand): Promise<LoadReport> {
  if (order.kind === 'connect') return await connect(order);
  if (order.kind === 'phase') return await phase(order.phase);
  if (order.kind === 'back') return await back(order.withinMs);
  await runOnThreads(() => ({ kind: 'leave' }));
  return { kind: 'left' };
}

process.on('message', (order: LoadCommand) => {
  void follow(order)
    .catch((thrown: unknown): LoadReport => ({ kind: 'failed', message: String(thrown) }))
    .then((answer) => process.send?.(answer));
});
// Nobody needs the load when the parent has gone.
process.on('disconnect', () => process.exit(0));
