import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { person, run, serverWith } from './support/cli.ts';
import { noLimits, startServer } from './support/server.ts';
import { cliBin, serverBin, shellWord, temporaryFolder } from './support/tools.ts';

/** Runs a command whose reader closes the pipe after one line, `COMMAND | head -1`, or immediately; its exit code and stderr. */
async function cut(bin: string, args: readonly string[], reader: string, input = '') {
  const command = [process.execPath, bin, ...args].map(shellWord).join(' ');
  const child = spawn('bash', ['-c', `${command} | ${reader}; exit "\${PIPESTATUS[0]}"`], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: '', NO_COLOR: '1' },
    detached: true,
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const [code] = await once(child, 'close');
  return { code, err };
}

const readers = ['head -1', 'true'];
const nothing = { code: 0, err: '' };

test('no command of securechat prints an error when its reader has closed the pipe', async () => {
  await using site = await serverWith('ada');
  const { ada } = site;
  await ada.run(['send', '--lines'], { input: Array.from({ length: 200 }, (_, i) => `line ${i}\n`).join('') });
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
  // These commands report everything else on stderr and in their exit code.
  const other = { code: expect.any(Number), err: expect.stringMatching(/^(?!.*EPIPE)/s) };
  // The help of all commands is printed by one function.
  const plain = [['--help'], ['--version'], ['completion', 'bash'], ['send', '--help']];
  for (const reader of readers) {
    for (const args of lines) {
      expect([args, reader, await cut(cliBin, [...args, ...ada.common], reader)]).toEqual([
        args,
        reader,
        args[0] === 'chat' || args[0] === 'doctor' ? { ...nothing, ...other } : nothing,
      ]);
    }
    for (const args of plain) expect([args, reader, await cut(cliBin, args, reader)]).toEqual([args, reader, nothing]);
  }
});

test('signup, login, password and logout do their work when their reader has closed the pipe', async () => {
  await using site = await serverWith('ada');
  const { folder, server, ada } = site;
  const password = 'a long password for bob\n';
  for (const [i, reader] of readers.entries()) {
    const name = `bob${i}`;
    const home = ['--home', folder.in(name), '--server', server.url, '--pin', server.pin, '--token-store', 'file'];
    const json = i === 0 ? [] : ['--json'];
    for (const [args, input] of [
      [['signup', name, '--password-stdin'], password],
      [['logout'], ''],
      [['login', name, '--password-stdin'], password],
      [['password', '--password-stdin'], `${password}another long password\n`],
      [['login', name, '--password-stdin'], 'another long password\n'],
    ] as const) {
      const command = [...args, ...json, ...home];
      expect([command, reader, await cut(cliBin, command, reader, input)]).toEqual([command, reader, nothing]);
    }
    expect((await run(['whoami', ...home])).out).toContain(name);
  }
  expect((await ada.run(['users', '--json'])).out).toContain('bob');
});

test.each(['stdout', 'stderr', 'both'])(
  'a server whose reader of %s closes the pipe after one line keeps running and reports nothing',
  async (which) => {
    using folder = temporaryFolder();
    const address = { url: '', pin: '' };
    const args = ['serve', '--json', '--log-level', 'debug', '--port', '0', '--data', folder.in('data')];
    const child = spawn(process.execPath, [serverBin, ...args, ...noLimits], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(child, 'exit');
    try {
      const printed = { stdout: '', stderr: '' };
      for (const name of ['stdout', 'stderr'] as const) {
        child[name].setEncoding('utf8').on('data', (text: string) => {
          printed[name] += text;
        });
      }
      await eventually(() => printed.stdout.includes('\n') && printed.stderr.includes('\n'), { withinMs: 180_000 });
      for (const name of ['stdout', 'stderr'] as const)
        if (which !== (name === 'stdout' ? 'stderr' : 'stdout')) child[name].destroy();
      Object.assign(address, JSON.parse(printed.stdout.split('\n')[0] ?? ''));
      const ada = await person('ada', folder.path, address);
      for (let i = 0; i < 3; i++) expect((await ada.run(['send', `message ${i}`])).code).toBe(0);
      expect((await ada.run(['history'])).out).toContain('message 2');
      child.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
      expect(Object.values(printed).join('')).not.toMatch(/EPIPE|pipe/i);
    } finally {
      child.kill('SIGKILL');
      await ended;
    }
  },
);

test('a server whose output never has a reader runs and stops normally', async () => {
  using folder = temporaryFolder();
  const args = ['serve', '--json', '--port', '0', '--data', folder.in('data')];
  const child = spawn(process.execPath, [serverBin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const ended = once(child, 'exit');
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const logs = (text: string) =>
    eventually(() => child.exitCode !== null || log.includes(text), { withinMs: 180_000, what: text });
  await logs('"listening"');
  // It ignores this signal until it has handlers for all of them.
  await eventually(() => child.kill('SIGHUP') && log.includes('certificate reloaded'));
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(log).toContain('"stopped"');
  expect(log).not.toMatch(/EPIPE|pipe/i);
});

test('no command of securechat-server prints an error when its reader has closed the pipe', async () => {
  using folder = temporaryFolder();
  const server = await startServer(folder.path);
  for (const name of ['ada', 'bob', 'cyd']) await person(name, folder.path, server);
  const data = ['--data', folder.in('data'), '--certs', folder.in('certs')];
  for (const reader of readers) {
    for (const args of [['invite'], ['invite', '--json'], ['invite', 'list'], ['user', 'list']]) {
      expect([args, reader, await cut(serverBin, [...args, ...data], reader)]).toEqual([args, reader, nothing]);
    }
    const copies = ['plain', 'json'].map((name) => folder.in(`${readers.indexOf(reader)}-${name}.db`));
    const [copy = '', copyToo = ''] = copies;
    for (const [args, input] of [
      [['invite', '--count', '200'], ''],
      [['invite', 'list', '--all'], ''],
      [['user', 'disable', 'bob'], ''],
      [['user', 'enable', 'bob'], ''],
      [['user', 'reset-password', 'cyd'], 'a long password for cyd\n'],
      [['backup', copy], ''],
      [['backup', copyToo, '--json'], ''],
      [['doctor', '--port', '0'], ''],
      [['doctor', '--port', '0', '--json'], ''],
    ] as const) {
      expect([args, reader, await cut(serverBin, [...args, ...data], reader, input)]).toEqual([args, reader, nothing]);
    }
    expect(copies.map((file) => existsSync(file))).toEqual([true, true]);
    for (const args of [['--help'], ['--version'], ['serve', '--help']]) {
      expect([args, reader, await cut(serverBin, args, reader)]).toEqual([args, reader, nothing]);
    }
  }
  expect(await server.kill('SIGTERM')).toBe(0);
});
