import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { run, serverWith } from './support/cli.ts';
import { root, temporaryFolder } from './support/tools.ts';

type Loaded = { readonly files: string[]; readonly packages: string[]; readonly builtins: string[] };

/** What a run of the built client loads: its files, the packages in them, and Node's modules beyond those of every start. */
async function loadedBy(args: readonly string[], folder: string): Promise<Loaded> {
  const note = `${folder}/loaded.json`;
  const preload = `--import=${pathToFileURL(`${root}/e2e/support/loaded.mjs`).href}`;
  const ran = await run(args, { env: { NODE_OPTIONS: preload, LOADED_TO: note, XDG_CACHE_HOME: `${folder}/cache` } });
  expect(ran.code, ran.err).toBe(0);
  const { files, builtins } = JSON.parse(readFileSync(note, 'utf8')) as Loaded;
  // The bundler writes the origin above each module.
  const origin = /^(?:\/\/ |.*?)(?:\.\.\/)*node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\//;
  const packages = files.flatMap((url) => {
    const path = fileURLToPath(url);
    const within = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('// '));
    return [path, ...within].flatMap((line) => origin.exec(line)?.[1] ?? []);
  });
  return { files: files.map((url) => basename(fileURLToPath(url))), packages: [...new Set(packages)].sort(), builtins };
}

test('--version loads two small files', async () => {
  using folder = temporaryFolder();
  const { files } = await loadedBy(['--version'], folder.path);
  expect(files).toEqual(['securechat.js', 'main.js']);
});

test('help loads the command-line parser, and nothing that connects, draws, stores or validates', async () => {
  using folder = temporaryFolder();
  for (const args of [['--help'], ['send', '--help'], ['completion', 'bash']]) {
    const { packages } = await loadedBy(args, folder.path);
    expect(packages).toContain('commander');
    for (const name of ['react', 'ink', 'yoga-layout', 'better-sqlite3', 'keytar', 'ws', 'valibot']) {
      expect(packages, args.join(' ')).not.toContain(name);
    }
  }
});

test('send loads the connection, and neither the screen, the cache, the keychain nor prompts', async () => {
  await using site = await serverWith('ada');
  const { ada, folder } = site;
  const { packages, builtins } = await loadedBy(['send', 'hello', ...ada.common], folder.path);
  expect(packages).toEqual(expect.arrayContaining(['commander', 'valibot', 'ws']));
  for (const name of ['react', 'ink', 'yoga-layout', 'better-sqlite3', 'keytar']) expect(packages).not.toContain(name);
  for (const name of ['child_process', 'readline', 'zlib', 'internal/deps/undici/undici', 'http2']) {
    expect(builtins).not.toContain(`NativeModule ${name}`);
  }
});

test('compiled code is cached where only its owner may write, and the next start reads it', async () => {
  using folder = temporaryFolder();
  const cache = folder.in('cache');
  const help = async (env: NodeJS.ProcessEnv) => {
    const own = { NODE_COMPILE_CACHE: undefined, XDG_CACHE_HOME: cache, NODE_DEBUG_NATIVE: 'COMPILE_CACHE', ...env };
    const ran = await run(['--help'], { env: own });
    expect(ran.code).toBe(0);
    return ran.err;
  };
  await help({});
  const compiled = join(cache, 'securechat', 'compiled');
  expect(statSync(compiled).mode & 0o777).toBe(0o700);
  expect(await help({})).toContain('was accepted');
  expect(await help({ NODE_DISABLE_COMPILE_CACHE: '1' })).not.toContain('was accepted');
  await help({ NODE_COMPILE_CACHE: folder.in('mine') });
  expect(readdirSync(folder.in('mine'))).toHaveLength(1);
  // A folder that others can write is not used.
  chmodSync(compiled, 0o777);
  expect(await help({})).not.toContain('was accepted');
});

test('an unwritable cache folder is ignored', async () => {
  using folder = temporaryFolder();
  writeFileSync(folder.in('file'), '');
  const env = { NODE_COMPILE_CACHE: undefined, XDG_CACHE_HOME: folder.in('file') };
  expect((await run(['--help'], { env })).code).toBe(0);
});
