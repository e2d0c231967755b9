import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { signUp } from './support/member.ts';
import { startServer } from './support/server.ts';
import { openTerminal } from './support/terminal.ts';
import { lacks, serverBin, serverCommand, temporaryFolder } from './support/tools.ts';

function run(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [serverBin, ...args], { encoding: 'utf8', input });
  return { status, stdout, stderr };
}

test('every command takes its options from the file that --config names', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  await signUp(server, 'ada');
  writeFileSync(folder.in('server.toml'), `data = "${folder.in('data')}"\n`);
  const listed = run(['user', 'list', '--config', folder.in('server.toml')]);
  expect(listed).toMatchObject({ status: 0, stdout: expect.stringMatching(/^ada\t/) });
});

test('without server data, the operator`s commands report it and create nothing', () => {
  using folder = temporaryFolder();
  const data = folder.in('data');
  const message = `There is no server data in ${data}. Use the same --data as with serve.`;
  const commands = [['invite'], ['user', 'list'], ['user', 'disable', 'ada'], ['user', 'reset-password', 'ada']];
  for (const command of commands) {
    const { status, stderr } = run([...command, '--data', data], 'a long enough password\n');
    expect([status, stderr], command.join(' ')).toEqual([1, `securechat-server: ${message}\n`]);
  }
  const doctor = run(['doctor', '--data', data, '--port', '0']);
  expect(doctor).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(/WARNING database: There is no server data/),
  });
  expect(readdirSync(folder.path)).toEqual([]);
});

test('doctor checks the certificate with which the server was last started', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  const doctor = run(['doctor', '--data', folder.in('data'), '--port', String(server.port)]);
  expect(doctor).toMatchObject({ status: 0, stdout: expect.stringContaining(`${folder.in('certs')} is writable`) });
  expect(doctor.stdout).toContain('certificate: valid until');
  expect(existsSync(folder.in('data/certs'))).toBe(false);
});

test('a new password comes from a pipe', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  await signUp(server, 'ada');
  const reset = run(['user', 'reset-password', 'ada', '--data', folder.in('data')], 'seven green bottles\n');
  expect(reset).toMatchObject({
    status: 0,
    stdout: 'Changed the password of ada and ended all its sessions.\n',
  });
});

test.skipIf(lacks('tmux'))('a new password is asked for twice at a terminal, and never shown', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  await signUp(server, 'ada');
  using terminal = openTerminal({ columns: 120 });
  const begin = async () => {
    terminal.enter(`clear; ${serverCommand} user reset-password ada --data ${folder.in('data')}; echo code $?`);
    await terminal.sees(/^New password of ada:$/m);
  };
  await begin();
  terminal.type('seven green bottlesx');
  terminal.key('BSpace', 'Enter');
  await terminal.sees('Repeat the password:');
  terminal.enter('seven green bottles');
  await terminal.sees('Changed the password of ada and ended all its sessions.');
  await terminal.sees(/^code 0$/m);
  expect(terminal.screen().join('\n')).not.toContain('bottles');
  await begin();
  terminal.enter('seven green bottles');
  terminal.enter('eight green bottles');
  await terminal.sees('The passwords did not match. Nothing was changed.');
  await terminal.sees(/^code 1$/m);
  await begin();
  terminal.type('seven');
  terminal.key('C-c');
  await terminal.sees(/^code 130$/m);
  expect(terminal.screen().join('\n')).not.toContain('seven');
});
