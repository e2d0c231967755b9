import { afterAll, beforeAll, expect, test } from 'vitest';
import { lacks, temporaryFolder } from '../support/tools.ts';
import { bundlePrograms, type Programs } from './bundle.ts';
import { sayAnomalies } from './say.ts';
import { type Goal, type Outcome, type Setting, torture } from './torture.ts';

// Tests the checker: each mutation breaks one promise on purpose, and a short run must notice.
const strace = !lacks('strace');
const maxSeconds = 120;
/** Which faults coincide is random: a mutation that one seed does not reveal is tried with the next. */
const seeds = Array.from({ length: 12 }, (_, i) => 11 + i);

let programs: Programs;
beforeAll(async () => {
  programs = await bundlePrograms();
});
afterAll(() => programs[Symbol.dispose]());

async function run(seed: number, goal: Goal, quiesceMs: number, mutation?: Setting['mutation']): Promise<Outcome> {
  using folder = temporaryFolder();
  const setting = {
    seed,
    goal,
    maxSeconds,
    clients: 6,
    perSecond: 150,
    folder: folder.path,
    strace,
    script: false,
    longestStopMs: 1500,
    quiesceMs,
  };
  return await torture(mutation ? { ...setting, mutation } : setting, programs);
}

/** The names of all anomalies of the first run that shows `expected`, or of the last run. */
async function anomaliesOf(mutation: Setting['mutation'], expected: RegExp): Promise<string> {
  let names = '';
  for (const seed of seeds) {
    const { anomalies } = await run(seed, { serverKills: 4, acked: 200, seconds: 5 }, 2500, mutation);
    names = anomalies.map(({ name }) => name).join('\n');
    if (expected.test(names)) return names;
  }
  return names;
}

test.each([
  ['ack-before-commit', { server: 'ack-before-commit' }, 'acked-lost'],
  ['no-unique-index', { server: 'no-unique-index' }, 'duplicate-stored'],
  ['seq-from-memory', { server: 'seq-from-memory' }, 'seq-gap-or-disorder'],
  ['fan-out-before-commit', { server: 'fan-out-before-commit' }, 'delivered-not-durable|divergent'],
  ['heads-not-compared', { server: 'heads-not-compared' }, 'never-delivered|not-quiesced'],
  ['readers-write', { server: 'readers-write' }, 'message-of-reader'],
  ['hidden-history-told', { server: 'hidden-history-told' }, 'leak-to-non-member|leak-on-the-wire'],
  ['private-rooms-found', { server: 'private-rooms-found' }, 'room-revealed'],
  ['marks-fall', { server: 'marks-fall' }, 'mark-fell'],
  ['cursor-saved-before-apply', { client: 'cursor-saved-before-apply' }, 'skipped-delivery|never-delivered'],
  ['outbox-not-on-disk', { client: 'outbox-not-on-disk' }, 'never-answered'],
] as const)('%s is caught', { timeout: (maxSeconds + 60) * seeds.length * 1000 }, async (_, mutation, name) => {
  const expected = new RegExp(`^(${name})$`, 'm');
  expect(await anomaliesOf(mutation, expected)).toMatch(expected);
});

test('the same run without a mutation has no anomaly', { timeout: (maxSeconds + 600) * 1000 }, async () => {
  const goal = { serverKills: 4, acked: 200, seconds: 5 };
  const { anomalies, reachedGoal } = await run(11, goal, 180_000);
  expect(sayAnomalies(anomalies)).toBe('');
  expect(reachedGoal, `too slow here: not ${JSON.stringify(goal)} in ${maxSeconds} s`).toBe(true);
});
