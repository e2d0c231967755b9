import { defineConfig } from 'vitest/config';

const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source'] } } };
/**
 * All limits only end what would never end: on a busy machine a healthy test may take many times longer, and that is no failure.
 * Tests slower than a second are named in the report; a slow unit test usually lacks the fake clock.
 */
const patience = { hookTimeout: 300_000, slowTestThreshold: 1000, expect: { poll: { timeout: 180_000 } } };
/** Ink with the parts that the bundle replaces, in every test file that loads it. */
const setupFiles = ['packages/cli/scripts/patched-ink-for-tests.mjs'];
/**
 * Tests of real disks, sockets and processes, or of thousands of screens drawn in memory, are called `*.real.test.ts`: how long
 * they take depends on the machine, so their limits are generous.
 */
const real = ['packages/*/src/**/*.real.test.{ts,tsx}'];

export default defineConfig({
  test: {
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
          ...patience,
          // Two files at once: most of the time they wait for processes, and no verdict depends on how long.
          maxWorkers: 2,
        },
      },
    ],
  },
});
