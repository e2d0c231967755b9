import { defineConfig } from 'vitest/config';

const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source'] } } };
/**
 * Tests of what stands on real disks, sockets and processes, or draws thousands of screens in memory: their time is the
 * machine's, and not ours to limit tightly.
 */
const real = [
  'packages/*/src/adapters/**/*.test.ts',
  'packages/cli/src/tui/{hostile.test.tsx,session.test.tsx,width.test.tsx,drawing/kept-rows.test.ts}',
  'packages/server/src/{server,removal,search,gateways/ws/{ws-gateway,frames}}.test.ts',
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
          testTimeout: 1000,
        },
      },
      {
        ...source,
        test: { name: 'real', include: real, testTimeout: 30_000, hookTimeout: 30_000 },
      },
      {
        ...source,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
