// One thread of the load generator, controlled by process.ts, one command at a time.
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { ClientPool } from './client-pool.ts';
import { Counters } from './counters.ts';
import type { Counts, Phase, ThreadAnswer, ThreadOrder } from './plan.ts';
import { nowUs } from './timestamped-text.ts';

const drainMs = 3000;
const counters = new Counters();
let pool: ClientPool | undefined;

/** Sends messages at a fixed rate; each is due at its own time, however late this thread is. */
function sayAtRate(here: ClientPool, perSecond: number): () => void {
  const rooms = [...here.rooms.values()];
  const stepUs = 1_000_000 / perSecond;
  let nextUs = nowUs();
  let turn = 0;
  const timer = setInterval(() => {
    for (const atUs = nowUs(); nextUs <= atUs; nextUs += stepUs) rooms[turn++ % rooms.length]?.say(nextUs);
  }, 1);
  return () => clearInterval(timer);
}

async function drain(here: ClientPool): Promise<void> {
  const untilMs = performance.now() + drainMs;
  const rooms = [...here.rooms.values()];
  while (rooms.some((room) => room.busy) && performance.now() < untilMs) await sleep(5);
  for (const room of rooms) room.forget();
  counters.take();
}

async function runPhase(here: ClientPool, { load, warmUpMs, measureMs }: Phase, share: number): Promise<Counts> {
  for (const room of here.rooms.values()) room.begin(load);
  const stop = load.kind === 'open' ? sayAtRate(here, load.perSecond * share) : () => {};
  await sleep(warmUpMs);
  counters.take();
  const cpu = process.threadCpuUsage();
  const startedMs = performance.now();
  await sleep(measureMs);
  const counts = counters.take();
  const tookMs = performance.now() - startedMs;
  const { user, system } = process.threadCpuUsage(cpu);
  stop();
  for (const room of here.rooms.values()) room.end();
  await drain(here);
  return { ...counts, tookMs, busy: (user + system) / 1000 / tookMs };
}

async function follow(order: ThreadOrder): Promise<ThreadAnswer> {
  if (order.kind === 'connect') {
    const { target, slots, reconnect } = order;
    pool = new ClientPool({ counters, target, slots, reconnect });
    await pool.enter(order.atOnce);
    return { kind: 'connected' };
  }
  if (!pool) throw new Error('nobody is connected yet');
  if (order.kind === 'phase') return { kind: 'phase', value: await runPhase(pool, order.phase, order.share) };
  if (order.kind === 'back') return { kind: 'back', value: await pool.back(order.withinMs) };
  pool.leave();
  return { kind: 'left' };
}

parentPort?.on('message', (order: ThreadOrder) => {
  void follow(order)
    .catch((thrown: unknown): ThreadAnswer => ({ kind: 'failed', message: String(thrown) }))
    .then((answer) => parentPort?.postMessage(answer));
});
