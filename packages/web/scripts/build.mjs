// Builds the page into dist/: hashed script and style, index.html, and a manifest of how to serve each file.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
rmSync('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { app: 'src/main.ts', style: 'src/style.css' },
  outdir: 'dist',
  entryNames: '[name]-[hash]',
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  conditions: ['source'],
  define: { SECURECHAT_VERSION: JSON.stringify(version) },
  minify: true,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
});
const files = Object.keys(metafile.outputs).map((path) => basename(path));
const script = files.find((name) => name.endsWith('.js')) ?? '';
const style = files.find((name) => name.endsWith('.css')) ?? '';
const html = readFileSync('src/index.html', 'utf8').replace('main.js', script).replace('style.css', style);
writeFileSync('dist/index.html', html);
writeFileSync(
  'dist/manifest.json',
  JSON.stringify({
    'index.html': { type: 'text/html; charset=utf-8', immutable: false },
    [script]: { type: 'text/javascript; charset=utf-8', immutable: true },
    [style]: { type: 'text/css; charset=utf-8', immutable: true },
  }),
);
