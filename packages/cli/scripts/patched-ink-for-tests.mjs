// A setup file of every test: patches Ink as the bundle does, so that the tests run what ships. Ink is loaded by Node and not by vitest, so
// Node's own hooks replace its imports; that takes a few milliseconds per file, where bundling or transforming Ink takes hundreds.
import { registerHooks } from 'node:module';
import { inkParts } from './patch-ink.mjs';

const ink = import.meta.resolve('ink');
const stringWidth = import.meta.resolve('string-width');
const parts = inkParts.map(({ file, imports, contents }, number) => ({
  imports,
  contents,
  importer: new URL(file, ink).href,
  // Resolve its imports from Ink's own folder.
  url: new URL(`patched-${number}.js`, ink).href,
}));

registerHooks({
  resolve: (specifier, context, next) => {
    const part = parts.find(({ imports, importer }) => specifier === imports && context.parentURL === importer);
    if (part) return { url: part.url, format: 'module', shortCircuit: true };
    // One version for all, as in the bundle: the older ones of Ink's dependencies measure differently.
    return next(specifier === 'string-width' ? stringWidth : specifier, context);
  },
  load: (url, context, next) => {
    const part = parts.find((known) => known.url === url);
    return part ? { format: 'module', source: part.contents, shortCircuit: true } : next(url, context);
  },
});
