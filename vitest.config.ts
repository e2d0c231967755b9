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
 * Tests of what stands on real disks, sockets and processes, or draws thousands of screens in memory: their time is the
 * machine's, and not ours to limit tightly.
 */
const real = [
  'packages/*/src/adapters/**/*.test.ts',
  'packages/cli/src/{screen/hostile.test.tsx,terminal/session.test.tsx,screen/width.test.tsx,terminal/row-cache.test.ts}',
  'packages/server/src/{server,removal,search,lists,read-bytes,checks,tls-server,gateways/ws/{ws-gateway,frames}}.test.ts',
];

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
