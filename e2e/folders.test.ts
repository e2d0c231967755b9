import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { get } from 'node:https';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { person } from './support/cli.ts';
import { startServer } from './support/server.ts';
import { root, temporaryFolder } from './support/tools.ts';

const ownPackages = ['@securechat', 'securechat', 'securechat-server'];
const notSource = new Set(['node_modules', 'dist', 'schema', '.turbo', '.git']);

/** A checkout of its own: our files are copied, other packages are those installed here. */
function checkOut(folder: string): void {
  mkdirSync(folder);
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'turbo.json']) {
    cpSync(join(root, name), join(folder, name));
  }
  for (const name of ['scripts', 'packages']) {
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => !notSource.has(basename(path)),
    });
  }
  linkAll(join(root, 'node_modules'), join(folder, 'node_modules'), ownPackages);
  // Our packages are linked relative to the folder, as npm does, so that nothing points back to the original.
  mkdirSync(join(folder, 'node_modules/@securechat'));
  for (const name of readdirSync(join(folder, 'packages'))) {
    const { name: known } = JSON.parse(readFileSync(join(folder, 'packages', name, 'package.json'), 'utf8')) as {
      name: string;
    };
    symlinkSync(`${known.includes('/') ? '../../' : '../'}packages/${name}`, join(folder, 'node_modules', known));
    const nested = join(root, 'packages', name, 'node_modules');
    linkAll(nested, join(folder, 'packages', name, 'node_modules'), []);
  }
}

function linkAll(from: string, to: string, but: readonly string[]): void {
  mkdirSync(to);
  for (const name of namesIn(from)) if (!but.includes(name)) symlinkSync(join(from, name), join(to, name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The source files of a folder below the root. */
function sources(folder: string): { path: string; source: string }[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return notSource.has(entry.name) ? [] : sources(path);
    return /\.(?:[cm]?js|tsx?)$/.test(entry.name) ? [{ path, source: readFileSync(join(root, path), 'utf8') }] : [];
  });
}

test('no program uses the path of a file URL undecoded, where a space is %20', () => {
  const found = ['bench', 'e2e', 'examples', 'packages', 'scripts']
    .flatMap(sources)
    .filter(({ source }) => /import\.meta\.(?:url|resolve)[^;]{0,80}\)\s*\.pathname/.test(source))
    .map(({ path }) => path);
  expect(found).toEqual([]);
});

test('a checkout in a folder with a space and a letter beyond ASCII builds, serves its page and chats', {
  timeout: 300_000,
}, async () => {
  using folder = temporaryFolder();
  const place = folder.in('my chat ü');
  checkOut(place);
  const built = spawnSync('npm', ['run', 'build'], {
    cwd: place,
    encoding: 'utf8',
    env: { ...process.env, TURBO_CACHE_DIR: join(place, '.turbo/cache') },
  });
  expect(built.status, `${built.stdout}${built.stderr}`).toBe(0);
  const bin = join(place, 'packages/server/bin/securechat-server.js');
  await using server = await startServer(place, { bin });
  const home = join(place, 'home of ädä');
  mkdirSync(home);
  const ada = await person('ada', home, server, { bin: join(place, 'packages/cli/bin/securechat.js'), cwd: place });
  expect(await ada.run(['send', 'hello from here'])).toMatchObject({ code: 0 });
  expect((await ada.run(['history'])).out).toContain('hello from here');
  const page = await fetchPage(server.page, join(place, 'certs/server-cert.pem'));
  expect(page).toContain('<title>SecureChat</title>');
});

/** Fetches the server's page, trusting its own certificate. */
async function fetchPage(url: string, certificate: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    get(url, { ca: readFileSync(certificate) }, (response) => resolve(text(response))).on('error', reject);
  });
}
