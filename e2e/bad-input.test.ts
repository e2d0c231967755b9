import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { person, run, serverWith } from './support/cli.ts';
import { startServer } from './support/server.ts';
import { openTerminal } from './support/terminal.ts';
import { cliBin, cliCommand, lacks, serverBin, temporaryFolder } from './support/tools.ts';

/** Runs the server, which is expected to refuse, to its end. */
function refuse(args: readonly string[], node: readonly string[] = []) {
  const ran = spawnSync(process.execPath, [...node, serverBin, ...args], { encoding: 'utf8', timeout: 240_000 });
  expect(ran.stderr, 'no stack trace for users').not.toMatch(/^\s+at /m);
  return ran;
}
const folders = (home: string) => ['--data', `${home}/data`, '--certs', `${home}/certs`];

test('a port in use is reported with advice', async () => {
  using folder = temporaryFolder();
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => holder.once('listening', listening));
  const { port } = holder.address() as { port: number };
  const ran = refuse(['serve', '--port', String(port), ...folders(folder.path)]);
  expect(ran.status).toBe(1);
  expect(ran.stderr).toContain(String(port));
  expect(ran.stderr).toMatch(/--port/);
  holder.close();
});

test('an unwritable data folder is reported', () => {
  using folder = temporaryFolder();
  writeFileSync(folder.in('data'), 'a file stands where the folder should be');
  const ran = refuse(['serve', '--port', '0', ...folders(folder.path)]);
  expect(ran.status).toBe(1);
  expect(ran.stderr).toContain(folder.in('data'));
});

test('a certificate without its key is refused', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  await server.kill('SIGTERM');
  rmSync(folder.in('certs/server-key.pem'));
  const ran = refuse(['serve', '--port', '0', ...folders(folder.path)]);
  expect(ran.status).toBe(1);
  expect(ran.stderr).toMatch(/key/i);
});

test('a database of a newer version is left unchanged', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  await server.kill('SIGTERM');
  const db = new Database(folder.in('data/securechat.db'));
  db.pragma('user_version = 9999');
  db.close();
  const ran = refuse(['serve', '--port', '0', ...folders(folder.path)]);
  expect(ran.status).toBe(1);
  expect(ran.stderr).toMatch(/newer/i);
});

test('wrong options are a usage error', () => {
  for (const args of [['serve', '--port', 'many'], ['serve', '--colour'], ['dance'], ['serve', '--signup', 'maybe']]) {
    expect(refuse(args).status, args.join(' ')).toBe(2);
  }
});

test('both launchers refuse an old Node with one sentence', () => {
  using folder = temporaryFolder();
  // Pretends to be Node 20 before the launcher runs: its check is plain JavaScript and comes first.
  const pretend = folder.in('pretend.cjs');
  writeFileSync(pretend, "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });");
  for (const bin of [serverBin, cliBin]) {
    const ran = spawnSync(process.execPath, ['--require', pretend, bin, '--version'], { encoding: 'utf8' });
    expect(ran.status).toBe(1);
    expect(ran.stderr).toMatch(/Node.*22\.18/);
    expect(ran.stderr.trim().split('\n')).toHaveLength(1);
  }
});

test('a full disk refuses the message, and the server keeps running', async (context) => {
  using folder = temporaryFolder();
  mkdirSync(folder.in('data'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder.in('data')]);
  if (mounted.status !== 0) context.skip('mounting a small tmpfs needs root');
  try {
    await using server = await startServer(folder.path);
    const ada = await person('ada', folder.path, server);
    writeFileSync(folder.in('data/ballast'), Buffer.alloc(8192));
    spawnSync('sh', ['-c', `dd if=/dev/zero of=${folder.in('data/fill')} bs=4k 2>/dev/null`]);
    const refused = await ada.run(['send', '--timeout', '3', 'x'.repeat(3900)]);
    expect(refused.code).not.toBe(0);
    expect(refused.err).not.toMatch(/SQLITE|\n\s+at /);
    rmSync(folder.in('data/fill'));
    rmSync(folder.in('data/ballast'));
    expect((await ada.run(['send', 'room again'])).code).toBe(0);
    expect((await ada.run(['history', '--json'])).out).toContain('room again');
  } finally {
    spawnSync('umount', ['-l', folder.in('data')]);
  }
});

test('the client gives advice: names, passwords, pins, no server, not logged in', async () => {
  await using site = await serverWith('ada');
  const { folder, server, ada } = site;
  const other = ['--home', folder.in('other'), '--server', server.url, '--token-store', 'file'];
  const pinned = [...other, '--pin', server.pin];
  const password = { input: 'a very long password here\n' };
  const cases: [string, Promise<{ code: number | string; err: string; out: string }>, number, RegExp][] = [
    ['name taken', run(['signup', 'ada', ...pinned, '--password-stdin'], password), 5, /taken/],
    ['bad name', run(['signup', 'a b', ...pinned, '--password-stdin'], password), 2, /User names have/],
    ['weak password', run(['signup', 'eve', ...pinned, '--password-stdin'], { input: 'short\n' }), 5, /password/],
    [
      'wrong password',
      run(['login', 'ada', ...pinned, '--password-stdin'], password),
      3,
      /Wrong user name or password/,
    ],
    ['not signed in', run(['send', 'hi', ...pinned]), 3, /log ?in/i],
    ['unknown pin', run(['login', 'ada', ...other, '--password-stdin'], password), 7, /--pin/],
    [
      'changed pin',
      run(['login', 'ada', ...other, '--pin', `${'A'.repeat(42)}E`, '--password-stdin'], password),
      7,
      new RegExp(server.pin),
    ],
    [
      'nobody there',
      run(['whoami', '--home', ada.home, '--server', 'wss://127.0.0.1:1', '--token-store', 'file'], {
        env: { SECURECHAT_TOKEN: 'x' },
      }),
      4,
      /reach|connect/i,
    ],
    ['usage', run(['history', '--limit', 'many', ...pinned]), 2, /limit/],
    ['usage', run(['search', ' ', ...pinned]), 2, /words/],
    ['control characters', ada.run(['send', 'a\u0007b']), 5, /characters/],
  ];
  for (const [name, running, code, words] of cases) {
    const ran = await running;
    expect(ran.code, `${name}: ${ran.err}`).toBe(code);
    expect(ran.err, name).toMatch(words);
    expect(ran.err, name).not.toMatch(/^\s+at /m);
  }
});

test('without a terminal, or with closed input, commands print what they need and exit', async () => {
  await using site = await serverWith('ada');
  const { ada } = site;
  const chat = await ada.run(['chat'], { input: '' });
  expect(chat.code).toBe(0);
  expect(chat.out).toContain('Room #general.');
  expect(await ada.run(['send'], { input: '' })).toMatchObject({ code: 5, err: expect.stringContaining('empty') });
  expect((await ada.run(['send', 'something to read'])).code).toBe(0);
  const command = `'${process.execPath}' '${cliBin}'`;
  const closed = spawnSync('sh', ['-c', `${command} send ${ada.common.join(' ')} <&-`], {
    encoding: 'utf8',
    timeout: 240_000,
  });
  expect(closed.signal).toBeNull();
  expect(closed.stderr).not.toMatch(/^\s+at /m);
  const ask = spawnSync('sh', ['-c', `${command} login ada ${ada.common.join(' ')} </dev/null`], {
    encoding: 'utf8',
    timeout: 240_000,
  });
  expect(ask.status).toBe(2);
  expect(ask.stderr).toMatch(/--password-stdin/);
  const pipe = spawnSync('sh', ['-c', `${command} history ${ada.common.join(' ')} | true`], {
    encoding: 'utf8',
    timeout: 240_000,
  });
  expect(pipe.stderr).toBe('');
});

test.skipIf(lacks('tmux'))('a terminal of 20 x 5 says it is too small, and recovers', async () => {
  await using site = await serverWith('ada');
  const { ada } = site;
  using terminal = openTerminal({ columns: 20, rows: 5 });
  terminal.type(`${cliCommand} chat ${ada.common.join(' ')}\n`);
  await terminal.sees('terminal too small');
  terminal.resize(80, 20);
  await terminal.sees('online');
  terminal.key('C-c', 'C-c');
  await terminal.sees(/\$$/m);
});
