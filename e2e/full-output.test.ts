import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, writeFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { signUp } from './support/member.ts';
import { startServer } from './support/server.ts';
import { serverBin, temporaryFolder } from './support/tools.ts';

const password = 'seven green bottles\n';

/** Runs a command of the server with its output in this file; returns its exit code and stderr. */
function into(file: string, args: readonly string[]) {
  const stdout = openSync(file, 'a');
  const { status, stderr } = spawnSync(process.execPath, [serverBin, ...args], {
    stdio: ['pipe', stdout, 'pipe'],
    encoding: 'utf8',
    input: password,
  });
  closeSync(stdout);
  return [args.join(' '), status, stderr];
}

test('every command of securechat-server fails on a full standard output before it does anything', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  await signUp(server, 'ada');
  const data = ['--data', folder.in('data'), '--certs', folder.in('certs')];
  const list = (...what: string[]) =>
    spawnSync(process.execPath, [serverBin, ...what, ...data], { encoding: 'utf8' }).stdout;
  expect(list('invite', '--json')).toContain('securechat://');
  const [invite = ''] = list('invite', 'list').split('\t');
  const before = [list('invite', 'list', '--all', '--json'), list('user', 'list', '--json')];
  const commands = [
    ['invite'],
    ['invite', '--json', '--count', '3'],
    ['invite', 'list'],
    ['invite', 'list', '--json'],
    ['invite', 'revoke', invite],
    ['user', 'list'],
    ['user', 'list', '--json'],
    ['user', 'disable', 'ada'],
    ['user', 'enable', 'ada'],
    ['user', 'reset-password', 'ada'],
    ['backup', folder.in('copy.db')],
    ['backup', folder.in('copy.db'), '--json'],
    ['doctor', '--port', '0'],
    ['doctor', '--port', '0', '--json'],
  ].map((args) => [...args, ...data]);
  const said = 'securechat-server: Cannot write to standard output: no space left on device. Nothing was done.\n';
  for (const args of commands) expect(into('/dev/full', args)).toEqual([args.join(' '), 1, said]);
  const saidLater = 'securechat-server: Cannot write to standard output: no space left on device.\n';
  for (const args of [['--help'], ['--version'], ['serve', '--help'], ['invite', '--help'], ['user', '--help']]) {
    expect(into('/dev/full', args)).toEqual([args.join(' '), 1, saidLater]);
  }
  expect([list('invite', 'list', '--all', '--json'), list('user', 'list', '--json')]).toEqual(before);
  expect(existsSync(folder.in('copy.db'))).toBe(false);
});

test('an invite that could not be printed is revoked', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  await signUp(server, 'ada');
  const data = ['--data', folder.in('data'), '--certs', folder.in('certs')];
  const invites = () => {
    const { stdout } = spawnSync(process.execPath, [serverBin, 'invite', 'list', '--all', '--json', ...data], {
      encoding: 'utf8',
    });
    const parsed = stdout
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { state: string; link?: string });
    return { open: parsed.filter(({ state }) => state === 'open'), states: parsed.map(({ state }) => state) };
  };
  const before = invites();
  // Opened read-only, so that each write fails, which cannot be known in advance.
  writeFileSync(folder.in('unwritable'), '');
  const unwritable = openSync(folder.in('unwritable'), 'r');
  const failed = (...args: string[]) =>
    spawnSync(process.execPath, [serverBin, 'invite', ...args, ...data], {
      stdio: ['ignore', unwritable, 'pipe'],
      encoding: 'utf8',
    });
  const reason = 'securechat-server: Cannot write to standard output: bad file descriptor.';
  expect(failed()).toMatchObject({ status: 1, stderr: `${reason} The invite was revoked.\n` });
  expect(failed('--json', '--count', '3')).toMatchObject({ status: 1, stderr: `${reason} 3 invites were revoked.\n` });
  closeSync(unwritable);

  const unread = spawn(process.execPath, [serverBin, 'invite', ...data], { stdio: ['ignore', 'pipe', 'pipe'] });
  unread.stdout.destroy();
  const [said, [code]] = await Promise.all([readAll(unread.stderr), once(unread, 'close')]);
  expect([said, code]).toEqual(['', 0]);

  const after = invites();
  expect(after.open).toEqual(before.open);
  expect(after.states.filter((state) => state === 'revoked')).toHaveLength(5);
});
