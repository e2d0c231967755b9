import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { follows, serverWith } from './support/cli.ts';
import { member, signUp } from './support/member.ts';
import { startServer } from './support/server.ts';
import { openTerminal } from './support/terminal.ts';
import { lacks, serverBin, temporaryFolder } from './support/tools.ts';

/** Signals that neither program uses. Their default is to end a process, or to open Node's debugger. */
const unused = (['USR1', 'USR2', 'ALRM', 'VTALRM', 'PROF', 'IO', 'PWR', 'STKFLT', 'XCPU', 'XFSZ', 'PIPE'] as const)
  .map((name) => `SIG${name}` as NodeJS.Signals)
  .filter((name) => name in constants.signals);

test('the server ignores signals without a meaning and opens no debugger', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  const token = await signUp(server, 'ada');
  for (const signal of unused) {
    process.kill(server.pid, signal);
    const ada = await member(server, token);
    await ada.close();
  }
  expect(server.log()).not.toMatch(/debugger/i);
  expect(await server.kill('SIGTERM')).toBe(0);
});

test('SIGQUIT stops the server as SIGTERM does, without a core file', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  process.kill(server.pid, 'SIGQUIT');
  expect(await server.ended).toBe(0);
  expect(server.log()).toContain('"msg":"stopped"');
});

test('SIGHUP leaves the server running', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  process.kill(server.pid, 'SIGHUP');
  await eventually(() => server.log().includes('certificate reloaded'), { withinMs: 180_000 });
  await signUp(server, 'ada');
  expect(await server.kill('SIGTERM')).toBe(0);
});

test.skipIf(lacks('tmux'))('a server in a terminal stops when the terminal is closed, and not before', async () => {
  using folder = temporaryFolder();
  const pidFile = folder.in('pid');
  const args = `serve --port 0 --data ${folder.in('data')}`;
  {
    using terminal = openTerminal({ columns: 120 });
    terminal.type(`sh -c 'echo $$ > ${pidFile}; exec ${process.execPath} ${serverBin} ${args}'\n`);
    await terminal.sees('SecureChat is ready');
    process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGHUP');
    process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGUSR1');
    await terminal.sees('Certificate reloaded');
  }
  const pid = Number(readFileSync(pidFile, 'utf8'));
  await eventually(() => !isRunning(pid), { withinMs: 180_000 });
});

test('a client ignores signals without a meaning; without a terminal, as under nohup, also SIGHUP', async () => {
  await using site = await serverWith('ada');
  const { ada } = site;
  const tail = ada.start(['tail', '--room', 'general']);
  const send = (text: string) => ada.run(['send', '--room', 'general', text]);
  await follows(tail, 'general', send);
  for (const signal of [...unused, 'SIGHUP'] as const) tail.signal(signal);
  expect((await send('after the signals')).code).toBe(0);
  await eventually(() => tail.lines().some((line) => line.endsWith('after the signals')));
  expect(tail.err()).not.toMatch(/debugger/i);
  tail.signal('SIGTERM');
  expect((await tail.done).code).toBe('SIGTERM');
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
