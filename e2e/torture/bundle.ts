import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../support/tools.ts';

/** The programs of a run, bundled, because they start in half the time, and a run starts hundreds. */
export type Programs = { readonly server: string; readonly client: string } & Disposable;

function dependenciesOf(name: string): string[] {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'),
  );
  return Object.keys(dependencies).filter((dependency) => !dependency.startsWith('@securechat/'));
}

/** Bundles the programs into a folder of this process below node_modules, where their libraries are found. */
export async function bundlePrograms(): Promise<Programs> {
  const folder = join(root, 'node_modules/.cache/securechat-torture', `${process.pid}-${performance.now()}`);
  const outdir = join(folder, 'bundle');
  mkdirSync(outdir, { recursive: true });
  // The server reads its version from the package.json above its bundle.
  cpSync(join(root, 'packages/server/package.json'), join(folder, 'package.json'));
  const testing = join(root, 'packages/server/src/testing');
  await build({
    entryPoints: {
      'torture-server': join(testing, 'torture-server.ts'),
      'torture-writer-thread': join(testing, 'torture-writer-thread.ts'),
      'searcher-thread': join(root, 'packages/server/src/adapters/sqlite/searcher-thread.ts'),
      'client-process': join(root, 'e2e/torture/client-process.ts'),
    },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    conditions: ['source'],
    external: [...new Set([...dependenciesOf('server'), ...dependenciesOf('client'), ...dependenciesOf('cli')])],
    logLevel: 'warning',
  });
  return {
    server: join(outdir, 'torture-server.js'),
    client: join(outdir, 'client-process.js'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
