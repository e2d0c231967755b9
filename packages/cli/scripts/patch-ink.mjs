// Replaces parts of Ink that repeat work for every frame although nothing has changed. Each part replaces one import of one of Ink's files,
// in the bundle (`patchInk`) and in the tests (`patched-ink-for-tests.mjs`); both fail if a later Ink lacks that import.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ink = dirname(fileURLToPath(import.meta.resolve('ink')));
const rowCacheFile = new URL('../src/terminal/row-cache.ts', import.meta.url).href;

export const inkParts = [
  {
    // Draws all cells of the screen; our version draws only the rows that have changed.
    file: 'renderer.js',
    imports: './output.js',
    contents: `
      import Output from './output.js';
      import { rowCache } from '${rowCacheFile}';
      export default rowCache(Output);`,
  },
  {
    // Measures all texts, although Ink has measured them before.
    file: 'render-node-to-output.js',
    imports: 'widest-line',
    contents: `
      import measureText from './measure-text.js';
      export default (text) => measureText(text).width;`,
  },
  {
    // Searches all texts for control characters.
    file: 'squash-text-nodes.js',
    imports: './sanitize-ansi.js',
    contents: `
      import QuickLRU from 'quick-lru';
      import sanitizeAnsi from './sanitize-ansi.js';
      const known = new QuickLRU({ maxSize: 4096 });
      export default (text) => {
        const before = known.get(text);
        if (before !== undefined) return before;
        const sane = sanitizeAnsi(text);
        known.set(text, sane);
        return sane;
      };`,
  },
];

for (const { file, imports } of inkParts) {
  if (!readFileSync(join(ink, file), 'utf8').includes(` from '${imports}'`)) {
    throw new Error(`Ink's ${file} no longer imports ${imports}: see ${import.meta.filename}`);
  }
}

/** An esbuild plugin that replaces these parts of Ink. The build fails if one of them was not replaced. */
export const patchInk = {
  name: 'patch-ink',
  setup(bundle) {
    const replaced = new Set();
    for (const [number, { file, imports }] of inkParts.entries()) {
      const filter = new RegExp(`^${imports.replaceAll('.', '\\.')}$`);
      bundle.onResolve({ filter }, ({ importer }) => {
        if (importer !== join(ink, file)) return undefined;
        replaced.add(number);
        return { path: String(number), namespace: 'patch-ink' };
      });
    }
    // Node's `path` on every system.
    bundle.onResolve({ filter: /^file:/ }, ({ path }) => ({ path: fileURLToPath(path) }));
    bundle.onEnd(() => {
      const missing = inkParts.filter((_, number) => !replaced.has(number));
      if (missing.length > 0) throw new Error(`not replaced in Ink: ${missing.map(({ file }) => file).join(', ')}`);
    });
    bundle.onLoad({ filter: /.*/, namespace: 'patch-ink' }, ({ path }) => ({
      contents: inkParts[Number(path)].contents,
      resolveDir: ink,
    }));
  },
};
