import { spawnSync } from 'node:child_process';
import { openSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { serverWith } from './support/cli.ts';
import { cliBin } from './support/tools.ts';

test('no part of the program reads DEV from the environment', () => {
  const dist = join(dirname(cliBin), '../dist');
  const reads = readdirSync(dist)
    .filter((name) => /\.c?js$/.test(name))
    .filter((name) => /\benv(\.DEV\b|\[["']DEV["']\])/.test(readFileSync(join(dist, name), 'utf8')));
  expect(reads).toEqual([]);
});

test('an unreadable time zone is reported once, and only where times are printed', async () => {
  await using site = await serverWith('ada');
  const { ada } = site;
  expect((await ada.run(['send', 'hello'])).code).toBe(0);
  const history = (TZ: string, ...more: string[]) => ada.run(['history', ...more], { env: { TZ } });
  for (const TZ of ['CET-1CEST,M3.5.0,M10.5.0/3', '<+03>-3', 'Nonsense']) {
    const { err, code } = await history(TZ);
    expect([code, err]).toEqual([
      0,
      `securechat: unknown time zone TZ=${TZ}; times are in UTC. Use a name such as Europe/Berlin.\n`,
    ]);
  }
  for (const TZ of ['Europe/Berlin', ':Europe/Berlin', 'EST5EDT', 'UTC', 'UTC0', 'Etc/GMT', '', ':/etc/localtime']) {
    expect((await history(TZ)).err, TZ).toBe('');
  }
  expect((await history('<+03>-3', '--json')).err).toBe('');
  expect((await ada.run(['whoami'], { env: { TZ: 'Nonsense' } })).err).toBe('');
});

test('a full standard output is reported before anything is stored', async () => {
  await using site = await serverWith('ada');
  const { folder, server, ada } = site;
  const toFull = (args: readonly string[], input = '') => {
    const { status, stderr } = spawnSync(process.execPath, [cliBin, ...args], {
      stdio: ['pipe', openSync('/dev/full', 'w'), 'pipe'],
      encoding: 'utf8',
      input,
    });
    return [status, stderr];
  };
  const refused = [1, 'securechat: cannot write to standard output: no space left on device. Nothing was done.\n'];
  expect(toFull(['send', '--json', 'hello', ...ada.common])).toEqual(refused);
  const where = ['--home', folder.in('bob'), '--server', server.url, '--pin', server.pin, '--token-store', 'file'];
  expect(toFull(['signup', 'bob', ...where, '--password-stdin'], 'the long password of bob\n')).toEqual(refused);
  expect((await ada.run(['users', '--json'])).out).not.toContain('bob');
  expect((await ada.run(['history', '--json'])).out).not.toContain('hello');
});
