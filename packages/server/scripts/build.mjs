// Bundles the server: its own code and the protocol go to dist/, npm installs the dependencies of package.json, and the page is copied
// beside it.
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: {
    main: 'src/main.ts',
    'writer-thread': 'src/adapters/sqlite/writer-thread.ts',
    'searcher-thread': 'src/adapters/sqlite/searcher-thread.ts',
    'damage-program': 'src/adapters/sqlite/damage-program.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  conditions: ['source'],
  external: Object.keys(dependencies),
  legalComments: 'linked',
  logLevel: 'warning',
});
if (!existsSync('../web/dist/manifest.json'))
  throw new Error('build packages/web first: its page is part of the server');
cpSync('../web/dist', 'dist/page', { recursive: true });
