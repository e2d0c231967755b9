import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { person, run } from './support/cli.ts';
import { startServer } from './support/server.ts';
import { cliBin, serverBin, shellWord, temporaryFolder } from './support/tools.ts';

/** Runs a command whose reader takes one line and goes, `COMMAND | head -1`, or none at all; what the command says on stderr. */
async function cut(bin: string, args: readonly string[], reader: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const command = [process.execPath, bin, ...args].map(shellWord).join(' ');
  const child = spawn('bash', ['-c', `${command} < /dev/null | ${reader}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: '', NO_COLOR: '1', ...env },
    detached: true,
  });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  await once(child, 'close');
  return err;
}

/** The commands that a help lists. */
const listed = (help: string) =>
  [...help.matchAll(/^ {2}([a-z]+)(?: |\||$)/gm)].map(([, name = '']) => name).filter((name) => name !== 'help');

const readers = ['head -1', 'true'];

test('no command of securechat prints anything when its reader has gone', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  const ada = await person('ada', folder.path, server);
  await ada.run(['send', '--lines'], { input: Array.from({ length: 200 }, (_, i) => `line ${i}\n`).join('') });
  const help = (await run(['--help'])).out;
  const lines: readonly (readonly string[])[] = [
    ['send', 'one more'],
    ['send', '--json', 'one more'],
    ['tail', '--since', '0', '--count', '150'],
    ['tail', '--json', '--since', '0', '--count', '150'],
    ['history', '--limit', '200'],
    ['history', '--json', '--limit', '200'],
    ['search', '77'],
    ['users'],
    ['rooms'],
    ['rooms', 'join', 'general'],
    ['servers'],
    ['sessions'],
    ['sessions', '--json'],
    ['accounts'],
    ['whoami'],
    ['config'],
    ['config', 'list', '--json'],
    ['config', 'path'],
    ['doctor'],
    ['chat'],
    ['chat', '--plain'],
  ];
  const plain = [['--help'], ['--version'], ['completion', 'bash'], ...listed(help).map((name) => [name, '--help'])];
  for (const reader of readers) {
    for (const args of lines) {
      expect([args, reader, await cut(cliBin, [...args, ...ada.common], reader)]).toEqual([
        args,
        reader,
        expect.stringMatching(args[0] === 'chat' || args[0] === 'doctor' ? /^(?!.*EPIPE)/s : /^$/),
      ]);
    }
    for (const args of plain) expect([args, reader, await cut(cliBin, args, reader)]).toEqual([args, reader, '']);
  }
});

test('no command of securechat-server prints anything when its reader has gone', async () => {
  using folder = temporaryFolder();
  const server = await startServer(folder.path);
  for (const name of ['ada', 'bob', 'cyd']) await person(name, folder.path, server);
  const data = ['--data', folder.in('data'), '--certs', folder.in('certs')];
  for (const reader of readers) {
    for (const args of [
      ['invite'],
      ['invite', '--json'],
      ['invite', 'list'],
      ['user', 'list'],
      ['user', 'list', '--json'],
    ]) {
      expect([args, reader, await cut(serverBin, [...args, ...data], reader)]).toEqual([args, reader, '']);
    }
    for (const args of [['--help'], ['--version'], ['serve', '--help'], ['user', '--help'], ['doctor', '--help']]) {
      expect([args, reader, await cut(serverBin, args, reader)]).toEqual([args, reader, '']);
    }
  }
  expect(await server.kill('SIGTERM')).toBe(0);
});
