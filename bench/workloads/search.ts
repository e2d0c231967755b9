import { performance } from 'node:perf_hooks';
import type { RoomId } from '@securechat/protocol';
import { startServer } from '../../e2e/support/server.ts';
import { archiveOfRun, openStore, zipfWord } from '../support/archive.ts';
import { percentile } from '../support/stats.ts';
import { whileSending } from '../support/steady.ts';
import type { Figure, Outcome, Workload } from '../support/workload.ts';
import { ackFigures } from './history.ts';

const perSecond = 1000;
const each = 200;
const rare = () => `w${(20_000 + Math.floor(Math.random() * 20_000)).toString(36)}`;

/** Two words each: of natural frequency, a rare one, the two most frequent, and two of half of all texts that no text has both. */
const kinds: Readonly<Record<string, () => string>> = {
  'as people write': () => `${zipfWord()} ${zipfWord()}`,
  'common and rare': () => `w0 ${rare()}`,
  'common and common': () => 'w0 w1',
  'never together': () => 'odd even',
};

async function searchAll(home: string, room: RoomId): Promise<Figure[]> {
  // A second store on the server's file: the search is measured without the wire.
  const store = await openStore(home, true);
  const figures: Figure[] = [];
  for (const [kind, words] of Object.entries(kinds)) {
    const tookMs: number[] = [];
    for (let i = 0; i < each; i++) {
      const sinceMs = performance.now();
      await store.search({
        room,
        words: words(),
        from: 1,
        before: Number.MAX_SAFE_INTEGER,
        limit: { events: 50, bytes: 100_000 },
      });
      tookMs.push(performance.now() - sinceMs);
    }
    figures.push({ name: `${kind} p95`, unit: 'ms', value: percentile(tookMs, 95), better: 'less' });
  }
  await store.close();
  return figures;
}

async function run(): Promise<Outcome> {
  const { home, talkers, lobby } = await archiveOfRun();
  await using server = await startServer(home);
  const { url } = server;
  const setting = { url, tokens: talkers.slice(0, 10).map(({ token }) => token), room: 'room-0', perSecond };
  const sending = await whileSending(setting, () => searchAll(home, lobby));
  await server.kill('SIGTERM');
  return { figures: [...sending.value, ...ackFigures(sending)] };
}

/** The store's search. */
export const search: Workload = {
  name: 'search',
  about: `Two words in 1,000,000 messages, the newest 50, while others send ${perSecond} per second`,
  quick: false,
  subjects: [{ name: 'securechat', run }],
  bounds: [
    ...Object.keys(kinds).map((kind) => ({
      figure: `${kind} p95`,
      ours: 'securechat',
      at: 'most' as const,
      value: 50,
    })),
    { figure: 'ack p99', ours: 'securechat', at: 'most', value: 20 },
  ],
};
