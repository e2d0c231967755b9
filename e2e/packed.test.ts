import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { person, run } from './support/cli.ts';
import { startServer } from './support/server.ts';
import { root, temporaryFolder } from './support/tools.ts';

test('the packages, packed and installed elsewhere, give a working server and client', {
  timeout: 300_000,
}, async () => {
  using folder = temporaryFolder();
  const pack = spawnSync(
    'npm',
    [
      'pack',
      '--silent',
      '-w',
      'securechat-server',
      '-w',
      'securechat',
      '-w',
      '@securechat/protocol',
      '-w',
      '@securechat/client',
      '--pack-destination',
      folder.path,
    ],
    { cwd: root, encoding: 'utf8' },
  );
  expect(pack.status, pack.stderr).toBe(0);
  const tarballs = readdirSync(folder.path).filter((name) => name.endsWith('.tgz'));
  expect(tarballs).toHaveLength(4);
  writeFileSync(folder.in('package.json'), '{"name":"elsewhere","private":true,"allowScripts":{"bcrypt":true}}');
  const install = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs.map((t) => `./${t}`)],
    { cwd: folder.path, encoding: 'utf8' },
  );
  expect(install.status, install.stderr).toBe(0);
  const serverAt = folder.in('node_modules/securechat-server/bin/securechat-server.js');
  const cliAt = folder.in('node_modules/securechat/bin/securechat.js');
  await using server = await startServer(folder.path, { bin: serverAt });
  const ada = await person('ada', folder.path, server, { bin: cliAt, cwd: folder.path });
  expect((await ada.run(['send', 'hello from elsewhere'])).code).toBe(0);
  expect((await ada.run(['history', '--json', '--limit', '10'])).out).toContain('hello from elsewhere');
  expect((await run(['--version'], { bin: cliAt })).out.trim()).toMatch(/^\d+\.\d+\.\d+$/);
  const script =
    'import{createChatClient}from"@securechat/client";import{nodeDialer}from"@securechat/client/node";import{limits}from"@securechat/protocol";console.log(typeof createChatClient,typeof nodeDialer,limits.frameBytes)';
  const library = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder.path,
    encoding: 'utf8',
  });
  expect(library.stdout.trim(), library.stderr).toBe('function function 65536');
});
