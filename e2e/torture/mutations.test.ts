import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacks, temporaryFolder } from '../support/tools.ts';
import { bundlePrograms, type Programs } from './bundle.ts';
import { sayAnomalies } from './say.ts';
import { type Outcome, type Setting, torture } from './torture.ts';

// Tests the checker: each mutation breaks one promise on purpose, and a short run must notice.
const strace = !lacks('strace');
const maxSeconds = 120;
/**
 * Which faults coincide is random: a mutation that one seed does not reveal is tried with the next. Many short runs reveal it sooner than
 * a few long ones.
 */
const seeds = Array.from({ length: 30 }, (_, i) => 11 + i);

type Workload = Pick<Setting, 'goal' | 'deedsInPeace' | 'perSecond'>;
/** What reveals most mutations: kills of the server amid messages. */
const kills: Workload = { goal: { serverKills: 3, acked: 100 }, deedsInPeace: 0, perSecond: 75 };
const clientKills: Workload = { goal: { clientKills: 3, acked: 100 }, deedsInPeace: 0, perSecond: 75 };
/** What reveals mutations of what people may do and learn. */
const deeds: Workload = { goal: { acked: 100 }, deedsInPeace: 150, perSecond: 150 };
/** A device that starts again is told all marks. */
const deedsAndClientKills: Workload = { ...deeds, goal: { clientKills: 2, acked: 100 } };
const everything: Workload = { ...deeds, goal: { serverKills: 4, clientKills: 3, acked: 200, seconds: 5 } };

let programs: Programs;
beforeAll(async () => {
  programs = await bundlePrograms();
});
afterAll(() => programs[Symbol.dispose]());

async function run(
  seed: number,
  workload: Workload,
  quiesceMs: number,
  mutation?: Setting['mutation'],
): Promise<Outcome> {
  using folder = temporaryFolder();
  const setting = {
    ...workload,
    seed,
    maxSeconds,
    clients: 6,
    folder: folder.path,
    strace,
    script: false,
    longestStopMs: 1500,
    quiesceMs,
  };
  return await torture(mutation ? { ...setting, mutation } : setting, programs);
}

/** What a mutation keeps from arriving is not awaited for longer; heads are compared several times in this time. */
const mutatedQuiesceMs = 8000;

/** The names of all anomalies of the first run that shows `expected`, or of the last run. */
async function anomaliesOf(mutation: Setting['mutation'], workload: Workload, expected: RegExp): Promise<string> {
  let names = '';
  for (const seed of seeds) {
    const { anomalies } = await run(seed, workload, mutatedQuiesceMs, mutation);
    names = anomalies.map(({ name }) => name).join('\n');
    if (expected.test(names)) return names;
  }
  return names;
}

// Some at once (`maxConcurrency`): each waits much of the time.
describe.concurrent('mutations', () => {
  test.each([
    ['ack-before-commit', { server: 'ack-before-commit' }, kills, 'acked-lost'],
    ['no-unique-index', { server: 'no-unique-index' }, kills, 'duplicate-stored'],
    ['seq-from-memory', { server: 'seq-from-memory' }, kills, 'seq-gap-or-disorder'],
    ['fan-out-before-commit', { server: 'fan-out-before-commit' }, kills, 'delivered-not-durable|divergent'],
    ['heads-not-compared', { server: 'heads-not-compared' }, kills, 'never-delivered'],
    ['readers-write', { server: 'readers-write' }, deeds, 'message-of-reader'],
    ['hidden-history-told', { server: 'hidden-history-told' }, deeds, 'leak-to-non-member|leak-on-the-wire'],
    ['private-rooms-found', { server: 'private-rooms-found' }, deeds, 'room-revealed'],
    ['marks-fall', { server: 'marks-fall' }, deedsAndClientKills, 'mark-fell'],
    [
      'cursor-saved-before-apply',
      { client: 'cursor-saved-before-apply' },
      clientKills,
      'skipped-delivery|never-delivered',
    ],
    ['outbox-not-on-disk', { client: 'outbox-not-on-disk' }, clientKills, 'never-answered'],
  ] as const)(
    '%s is caught',
    { timeout: (maxSeconds + 60) * seeds.length * 1000 },
    async (_, mutation, workload, name) => {
      const expected = new RegExp(`^(${name})$`, 'm');
      expect(await anomaliesOf(mutation, workload, expected)).toMatch(expected);
    },
  );

  test('the same run without a mutation has no anomaly', { timeout: (maxSeconds + 600) * 1000 }, async () => {
    const { anomalies, reachedGoal } = await run(11, everything, 180_000);
    expect(sayAnomalies(anomalies)).toBe('');
    expect(reachedGoal, `too slow here: not ${JSON.stringify(everything.goal)} in ${maxSeconds} s`).toBe(true);
  });
});
