import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@securechat/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { person, run } from './support/cli.ts';
import { startServer } from './support/server.ts';
import { openTerminal } from './support/terminal.ts';
import { lacks, root, temporaryFolder } from './support/tools.ts';

function npm(cwd: string, ...args: string[]): void {
  const ran = spawnSync('npm', args, { cwd, encoding: 'utf8' });
  expect(ran.status, `npm ${args.join(' ')}\n${ran.stdout}${ran.stderr}`).toBe(0);
}

/** The oldest Node that a package supports, such as `22.18.0`. */
function oldestNode(packageJson: string): string {
  const { engines }: { engines: { node: string } } = JSON.parse(readFileSync(packageJson, 'utf8'));
  const [, version = ''] = /^>=(\d+\.\d+)$/.exec(engines.node) ?? [];
  return `${version}.0`;
}

const folder = temporaryFolder();
const serverAt = folder.in('node_modules/securechat-server/bin/securechat-server.js');
const cliAt = folder.in('node_modules/securechat/bin/securechat.js');
const oldest = oldestNode(join(root, 'packages/cli/package.json'));
/** npm has Node's binaries in a package per platform. */
const platform = `node-${process.platform}-${process.arch}`;
const oldNode = folder.in(`node_modules/${platform}/bin/node`);

beforeAll(() => {
  const pack = spawnSync(process.execPath, [join(root, 'scripts/pack.mjs'), folder.path], { encoding: 'utf8' });
  expect(pack.status, pack.stderr).toBe(0);
  const tarballs = readdirSync(folder.path).filter((name) => name.endsWith('.tgz'));
  expect(tarballs).toHaveLength(4);
  writeFileSync(folder.in('package.json'), '{"name":"elsewhere","private":true,"allowScripts":{"bcrypt":true}}');
  const install = ['install', '--no-audit', '--no-fund', '--prefer-offline'];
  npm(folder.path, ...install, ...tarballs.map((name) => `./${name}`), `${platform}@${oldest}`);
}, 600_000);
afterAll(() => folder[Symbol.dispose]());

test('the packages, packed and installed elsewhere, yield a working server and client', async () => {
  await using server = await startServer(folder.in('current'), { bin: serverAt });
  const ada = await person('ada', folder.in('current'), server, { bin: cliAt, cwd: folder.path });
  expect((await ada.run(['send', 'hello from elsewhere'])).code).toBe(0);
  expect((await ada.run(['history', '--json', '--limit', '10'])).out).toContain('hello from elsewhere');
  expect((await run(['--version'], { bin: cliAt })).out.trim()).toMatch(/^\d+\.\d+\.\d+$/);
});

test('the packed library can be imported', () => {
  const script =
    'import{createChatClient}from"@securechat/client";import{nodeDialer}from"@securechat/client/node";import{limits}from"@securechat/protocol";console.log(typeof createChatClient,typeof nodeDialer,typeof limits.frameBytes)';
  const library = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder.path,
    encoding: 'utf8',
  });
  expect(library.stdout.trim(), library.stderr).toBe('function function number');
});

test.skipIf(lacks('tmux'))('the packed programs run on the oldest Node that they support', async () => {
  const version = spawnSync(oldNode, ['--version'], { encoding: 'utf8' });
  expect(version.stdout.trim(), String(version.error)).toBe(`v${oldest}`);
  const home = folder.in('oldest');
  await using server = await startServer(home, { bin: serverAt, node: oldNode });
  const ada = await person('ada', home, server, { bin: cliAt, cwd: folder.path, node: oldNode });
  const bob = await person('bob', home, server, { bin: cliAt, cwd: folder.path, node: oldNode });
  expect(await ada.run(['send', 'hello from an old Node'])).toMatchObject({ code: 0, err: '' });
  expect((await bob.run(['history', '--json'])).out).toContain('hello from an old Node');
  expect((await bob.run(['chat'], { input: 'a line of a pipe\n' })).code).toBe(0);
  using terminal = openTerminal();
  terminal.type(`'${oldNode}' '${cliAt}' chat ${ada.common.join(' ')}; echo "[ended $?]"\n`);
  await terminal.sees('a line of a pipe');
  terminal.enter('typed in the chat');
  await terminal.sees(/typed in the chat/);
  await eventually(async () => (await bob.run(['history', '--json'])).out.includes('typed in the chat'));
  terminal.enter('/quit');
  await terminal.sees('[ended 0]');
  expect(await server.kill('SIGTERM')).toBe(0);
});
