import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/tools.ts';
import { bundlePrograms } from './bundle.ts';
import { tortureRestore } from './restore.ts';
import { sayAnomalies } from './say.ts';

test('G7: after an older backup is restored, every client is notified, starts over, and ends with the server’s state', async () => {
  using folder = temporaryFolder();
  using programs = await bundlePrograms();
  const setting = {
    seed: 5,
    acked: 100,
    maxSeconds: 300,
    clients: 5,
    perSecond: 60,
    deedsInPeace: 0,
    longestStopMs: 0,
    quiesceMs: 180_000,
  };
  const restored = await tortureRestore({ ...setting, folder: folder.path, strace: false, script: false }, programs);
  expect(sayAnomalies(restored.anomalies)).toBe('');
  expect(restored.lost).toBeGreaterThan(20);
  expect(restored.acked).toBeGreaterThan(50);
});
