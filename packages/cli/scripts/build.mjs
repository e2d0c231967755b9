// Bundles the client into dist/: an Ink program draws in half the time from one bundle as from node_modules.
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { lazyBuiltins } from './lazy-builtins.mjs';
import { patchInk } from './patch-ink.mjs';

const folder = new URL('..', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
rmSync(new URL('dist', folder), { recursive: true, force: true });

/** With DEV=true, which many shells set for other programs, Ink would connect to React's developer tools. */
const withoutDevtools = {
  name: 'without-devtools',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]ink[\\/]build[\\/](ink|reconciler)\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const contents = source.replaceAll("process.env['DEV'] === 'true'", 'false');
      if (contents === source) throw new Error(`${path} no longer reads DEV: see ${import.meta.filename}`);
      return { contents };
    });
    bundle.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'nothing' }));
    bundle.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'export default {};' }));
  },
};

/** Two optional native modules of ws. Nobody who installs the bundle has them, and searching for them takes time. */
const withoutNativesOfWs = {
  name: 'without-natives-of-ws',
  setup(bundle) {
    bundle.onResolve({ filter: /^(bufferutil|utf-8-validate)$/ }, ({ path }) => ({ path, namespace: 'missing' }));
    bundle.onLoad({ filter: /.*/, namespace: 'missing' }, ({ path }) => ({
      contents: `throw new Error('${path} is not part of this bundle');`,
    }));
  },
};

/** Ink's layout engine fetches its WebAssembly from a data URL, for which Node loads its whole HTTP client. Without `fetch` it decodes it. */
const layoutWithoutFetch = {
  name: 'layout-without-fetch',
  setup(bundle) {
    bundle.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => ({
      contents: `const fetch = undefined;\n${readFileSync(path, 'utf8')}`,
    }));
  },
};

/** The program itself is a separate bundle, so that the start script is a single small file. */
const programApart = {
  name: 'program-apart',
  setup(bundle) {
    bundle.onResolve({ filter: /^\.\/start\.ts$/ }, () => ({ path: './start.js', external: true }));
  },
};

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: fileURLToPath(folder),
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  conditions: ['source'],
  // Native modules.
  external: ['keytar', 'better-sqlite3'],
  // One version for all: Ink's dependencies bring five older ones, each of which takes 20 ms to compile its emoji tables at the first line.
  alias: { 'string-width': fileURLToPath(import.meta.resolve('string-width')) },
  chunkNames: '[name]-[hash]',
  legalComments: 'linked',
  define: { SECURECHAT_VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
};
const plugins = [withoutDevtools, layoutWithoutFetch, withoutNativesOfWs, lazyBuiltins];
await Promise.all([
  build({ ...common, entryPoints: ['src/main.ts'], plugins: [programApart, ...plugins] }),
  // CommonJS, which Node starts faster: for this process that is a quarter of its run time.
  build({
    ...common,
    entryPoints: { 'keychain-child': 'src/accounts/tokens/keychain-child.ts' },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    plugins,
  }),
  build({ ...common, entryPoints: ['src/start.ts'], splitting: true, plugins: [patchInk, ...plugins] }),
]);
