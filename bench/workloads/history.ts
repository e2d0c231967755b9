import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { limits } from '@securechat/protocol';
import { startServer } from '../../e2e/support/server.ts';
import { RawClient } from '../../packages/server/src/testing/raw-client.ts';
import { archiveOfRun } from '../support/archive.ts';
import { percentile } from '../support/stats.ts';
import { type SteadyReport, whileSending } from '../support/steady.ts';
import type { Figure, Outcome, Workload } from '../support/workload.ts';

const pages = 1000;
const pagesPerSecond = 200;
const perSecond = 1000;

/** The latency of acknowledgements of users who were sending at the same time. */
export function ackFigures({ sent, ackMs, tookMs }: SteadyReport): Figure[] {
  const [p50, p99] = [percentile(ackMs, 50), percentile(ackMs, 99)];
  return [
    { name: 'acknowledged of sent', unit: '%', value: (100 * ackMs.length) / sent, better: 'more' },
    { name: 'acknowledged', unit: '/s', value: (1000 * ackMs.length) / tookMs, better: 'more' },
    { name: 'ack p50', unit: 'ms', value: p50, better: 'less' },
    { name: 'ack p99', unit: 'ms', value: p99, better: 'less' },
  ];
}

async function readPages(url: string, token: string, room: string): Promise<number[]> {
  const client = await RawClient.greeted(url);
  await client.ask({ type: 'resume', token });
  const tookMs: number[] = [];
  client.ws.removeAllListeners('message');
  const startedMs = performance.now();
  for (let i = 0; i < pages; i++) {
    const before = 1000 + Math.floor(Math.random() * 400_000);
    const dueMs = startedMs + (1000 * i) / pagesPerSecond;
    await sleep(Math.max(0, dueMs - performance.now()));
    // A timer may fire a fraction early.
    const sinceMs = Math.min(dueMs, performance.now());
    client.send({ type: 'history', id: `h${i}`, room, before, limit: limits.page });
    const [data] = await once(client.ws, 'message');
    tookMs.push(performance.now() - sinceMs);
    if (!String(data).includes('"page"')) throw new Error(`no page: ${data}`);
  }
  client.ws.terminate();
  return tookMs;
}

async function run(): Promise<Outcome> {
  const { home, talkers, lobby } = await archiveOfRun();
  await using server = await startServer(home);
  const { url } = server;
  const setting = { url, tokens: talkers.slice(0, 10).map(({ token }) => token), room: 'room-0', perSecond };
  const sending = await whileSending(setting, () => readPages(url, talkers.at(-1)?.token ?? '', lobby));
  await server.kill('SIGTERM');
  return {
    figures: [
      { name: 'page p50', unit: 'ms', value: percentile(sending.value, 50), better: 'less' },
      { name: 'page p95', unit: 'ms', value: percentile(sending.value, 95), better: 'less' },
      ...ackFigures(sending),
    ],
  };
}

/** Pages of a long history, over the wire. */
export const history: Workload = {
  name: 'history',
  about: `${pagesPerSecond} pages per second of ${limits.page} events from anywhere in 1,000,000 messages, while others send ${perSecond} per second`,
  quick: false,
  subjects: [{ name: 'securechat', run }],
  bounds: [
    { figure: 'page p95', ours: 'securechat', at: 'most', value: 5 },
    { figure: 'ack p99', ours: 'securechat', at: 'most', value: 20 },
  ],
};
