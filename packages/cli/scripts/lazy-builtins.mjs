// How the bundle imports Node's own modules. A static `import` loads a module with all its dependencies and evaluates each export, even
// lazy ones: together that takes longer than loading all of the client's own code.
import { builtinModules } from 'node:module';

/** Loaded on the first call of one of their functions. Most commands run no program, ask nothing and compress nothing. */
const late = new Set(['child_process', 'readline', 'zlib']);
const names = builtinModules.filter((name) => !/^(_|node:)/.test(name)).join('|');
const get = (path) => `process.getBuiltinModule('node:${path}')`;

/** A whole module. A late one is resolved at each access. */
function whole(path) {
  return late.has(path) ? `new Proxy({}, { get: (_, name) => ${get(path)}[name] })` : get(path);
}

/** A single export, so that the bundle drops unused ones. */
function single(path, name, number) {
  const exported = process.getBuiltinModule(`node:${path}`)[name];
  const called = late.has(path) && typeof exported === 'function';
  const value = called
    ? `(...args) => ${get(path)}.${name}(...args)`
    : `/* @__PURE__ */ (() => ${get(path)}.${name})()`;
  return `const _${number} = ${value}; export { _${number} as ${name} };`;
}

/** An esbuild plugin: imports only what is used of each of Node's modules. */
export const lazyBuiltins = {
  name: 'lazy-builtins',
  setup(bundle) {
    bundle.onResolve({ filter: new RegExp(`^(node:.+|${names})$`) }, ({ path, kind }) => ({
      path: path.replace(/^node:/, ''),
      namespace: kind === 'import-statement' ? 'imported-builtin' : 'whole-builtin',
      sideEffects: false,
    }));
    bundle.onLoad({ filter: /.*/, namespace: 'whole-builtin' }, ({ path }) => ({
      contents: `module.exports = ${whole(path)};`,
    }));
    bundle.onLoad({ filter: /.*/, namespace: 'imported-builtin' }, ({ path }) => {
      const own = Object.keys(process.getBuiltinModule(`node:${path}`)).filter((name) => name !== 'default');
      const all = `export default /* @__PURE__ */ (() => ${whole(path)})();`;
      return { contents: [all, ...own.map((name, i) => single(path, name, i))].join('\n') };
    });
  },
};
