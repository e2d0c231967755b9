// Bundles the client into dist/: an Ink program paints in half the time from one bundle as from node_modules.
import { readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const folder = new URL('..', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
rmSync(new URL('dist', folder), { recursive: true, force: true });

/** Ink asks for React's developer tools only where DEV=true; nobody who installs the bundle has them. */
const withoutDevtools = {
  name: 'without-devtools',
  setup(bundle) {
    bundle.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'nothing' }));
    bundle.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'export default {};' }));
  },
};

await build({
  absWorkingDir: folder.pathname,
  entryPoints: { main: 'src/main.ts', 'keychain-child': 'src/tokens/keychain-child.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  conditions: ['source'],
  // Native, and the two optional ones that ws looks for and does without.
  external: ['keytar', 'better-sqlite3', 'bufferutil', 'utf-8-validate'],
  chunkNames: '[name]-[hash]',
  legalComments: 'linked',
  define: { SECURECHAT_VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
  // CommonJS dependencies ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as bundleCreateRequire } from 'node:module'; const require = bundleCreateRequire(import.meta.url);",
  },
  plugins: [withoutDevtools],
  logLevel: 'warning',
});
