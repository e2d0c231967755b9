import { performance } from 'node:perf_hooks';
import { appendAll, draftOf, makeRoom, openStore, signUpTalkers } from '../support/archive.ts';
import { exponentOf, type Point } from '../support/exponent.ts';
import { temporaryFolder } from '../support/folder.ts';
import { percentile } from '../support/stats.ts';
import type { Outcome, Workload } from '../support/workload.ts';

const sizes = [1_000, 100_000, 1_000_000];
/** Messages per transaction, as they gather in a busy server. */
const group = 100;
const groups = 200;

async function run(): Promise<Outcome> {
  const folder = temporaryFolder();
  const store = await openStore(folder.path);
  const talkers = await signUpTalkers(store, 50);
  const rooms = await Promise.all(Array.from({ length: 10 }, (_, i) => makeRoom(store, `room-${i}`, talkers)));
  let stored = 0;
  const drafts = (count: number) =>
    Array.from({ length: count }, () => {
      const [talker, room] = [talkers[stored % talkers.length], rooms[stored % rooms.length]];
      if (!talker || !room) throw new Error('nobody talks');
      return draftOf(talker, room, stored++);
    });
  const points: Point[] = [];
  for (const size of sizes) {
    while (stored < size) await appendAll(store, drafts(Math.min(2000, size - stored)));
    // Indexing the rest would otherwise be part of the measurement.
    if (rooms[0])
      await store.search({ room: rooms[0], words: 'even', from: 1, before: 2, limit: { events: 1, bytes: 100_000 } });
    const tookMs: number[] = [];
    for (let i = 0; i < groups; i++) {
      const some = drafts(group);
      const sinceMs = performance.now();
      await appendAll(store, some);
      tookMs.push(performance.now() - sinceMs);
    }
    points.push({ size, cost: (1000 * percentile(tookMs, 50)) / group });
  }
  await store.close();
  folder.remove();
  return {
    figures: [
      ...points.map(({ size, cost }) => ({
        name: `append at ${size.toLocaleString('en')}`,
        unit: 'µs',
        value: cost,
        better: 'less' as const,
      })),
      { name: 'exponent', unit: '', value: exponentOf(points), better: 'less' },
    ],
  };
}

/** The cost of an append with an ever longer history. */
export const growth: Workload = {
  name: 'growth',
  about: `Cost of a message in transactions of ${group}, with 1,000 to 1,000,000 messages stored, and the exponent of its growth.`,
  quick: false,
  subjects: [{ name: 'securechat', run }],
  bounds: [{ figure: 'exponent', ours: 'securechat', at: 'most', value: 0.1 }],
};
