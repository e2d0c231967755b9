import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source'] } } };
/**
 * All limits only end what would never end: on a busy machine a healthy test may take many times longer, and that is no failure.
 * Tests slower than a second are named in the report; a slow unit test usually lacks the fake clock.
 */
const waitMs = Number(process.env.SECURECHAT_TEST_WAIT_MS ?? 180_000);
const patience = { hookTimeout: 300_000, slowTestThreshold: 1000, expect: { poll: { timeout: waitMs } } };
/** Ink with the parts that the bundle replaces, in every test file that loads it. */
const setupFiles = ['packages/cli/scripts/patched-ink-for-tests.mjs'];
/**
 * Tests of real disks, sockets and processes, or of thousands of screens drawn in memory, are called `*.real.test.ts`: how long
 * they take depends on the machine, so their limits are generous.
 */
const real = ['packages/*/src/**/*.real.test.{ts,tsx}'];

/** Files that take longest. */
const longest = [
  'torture.test.ts',
  'torture/mutations.test.ts',
  'closed-pipe.test.ts',
  'ends.test.ts',
  'send.test.ts',
  'hostile.test.ts',
];
const rank = ({ moduleId }: TestSpecification) => {
  const at = longest.findIndex((file) => moduleId.endsWith(`e2e/${file}`));
  return at === -1 ? longest.length : at;
};

/** Begins with the longest files: one that began last would run alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    globalSetup: 'scripts/compile-cache.ts',
    // Three files at once, also on a machine with two cores: much of the time they wait, and no verdict depends on how long.
    maxWorkers: 3,
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          include: ['packages/*/{src,test}/**/*.test.{ts,tsx}', 'bench/**/*.test.ts'],
          exclude: real,
          setupFiles,
          testTimeout: 240_000,
          ...patience,
          // Files share a worker and its modules, which have no state: starting a worker takes longer than most files.
          isolate: false,
        },
      },
      {
        ...source,
        test: { name: 'real', include: real, setupFiles, testTimeout: 300_000, ...patience },
      },
      {
        ...source,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          testTimeout: 900_000,
          maxConcurrency: 3,
          ...patience,
        },
      },
    ],
  },
});
