// How the bundle gets at Node's own modules. An `import` of one loads it with all it needs and reads each of its exports, also those
// that Node makes when they are first asked for: together that takes longer than to load all of the client's own code.
import { builtinModules } from 'node:module';

/** Loaded when a function of theirs is first called. Most commands run no program, ask nothing and compress nothing. */
const late = new Set(['child_process', 'readline', 'zlib']);
const names = builtinModules.filter((name) => !/^(_|node:)/.test(name)).join('|');
const get = (path) => `process.getBuiltinModule('node:${path}')`;

/** The module as it is. A late one looks itself up each time. */
function whole(path) {
  return late.has(path) ? `new Proxy({}, { get: (_, name) => ${get(path)}[name] })` : get(path);
}

/** An export on its own, so that the bundle drops the ones nobody uses. */
function single(path, name, number) {
  const exported = process.getBuiltinModule(`node:${path}`)[name];
  const called = late.has(path) && typeof exported === 'function';
  const value = called
    ? `(...args) => ${get(path)}.${name}(...args)`
    : `/* @__PURE__ */ (() => ${get(path)}.${name})()`;
  return `const _${number} = ${value}; export { _${number} as ${name} };`;
}

/** For esbuild: Node's modules are asked for one by one, with what is used of them alone. */
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
