import { afterAll, beforeAll, expect, test } from 'vitest';
import { lacks, temporaryFolder } from '../support/tools.ts';
import { bundlePrograms, type Programs } from './bundle.ts';
import { sayAnomalies } from './say.ts';
import { type Setting, torture } from './torture.ts';

// Does the checker bite? Each of these breaks one promise on purpose, and a few seconds must be enough to see it.
const seed = 11;
const strace = !lacks('strace');
let programs: Programs;
beforeAll(async () => {
  programs = await bundlePrograms();
});
afterAll(() => programs[Symbol.dispose]());

async function suffer(mutation: Setting['mutation'], quiesceMs: number) {
  using folder = temporaryFolder();
  const setting = {
    seed,
    seconds: 6,
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

test.each([
  ['ack-before-commit', { server: 'ack-before-commit' }, 'acked-lost'],
  ['no-unique-index', { server: 'no-unique-index' }, 'duplicate-stored'],
  ['seq-from-memory', { server: 'seq-from-memory' }, 'seq-gap-or-disorder'],
  ['fan-out-before-commit', { server: 'fan-out-before-commit' }, 'delivered-not-durable|divergent'],
  ['cursor-saved-before-apply', { client: 'cursor-saved-before-apply' }, 'skipped-delivery|never-delivered'],
  ['outbox-not-on-disk', { client: 'outbox-not-on-disk' }, 'never-answered'],
] as const)('%s is caught', async (_, mutation, name) => {
  const { anomalies } = await suffer(mutation, 2500);
  expect(anomalies.map((anomaly) => anomaly.name).join('\n')).toMatch(new RegExp(`^(${name})$`, 'm'));
});

test('the same without a mutation breaks nothing', async () => {
  const { anomalies, acked, kills } = await suffer(undefined, 30_000);
  expect(sayAnomalies(anomalies)).toBe('');
  expect(acked).toBeGreaterThan(200);
  expect(kills.random + kills.hook).toBeGreaterThan(1);
});
