import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { person } from './support/cli.ts';
import { startServer } from './support/server.ts';
import { openTerminal, type Terminal } from './support/terminal.ts';
import { cliCommand, lacks, temporaryFolder } from './support/tools.ts';

/** A server with ada and messages of bob, and a terminal with her open chat. `before` is typed before the command. */
async function openChat(folder: { path: string; in(name: string): string }, terminal: Terminal, before = '') {
  const server = await startServer(folder.path);
  const ada = await person('ada', folder.path, server);
  const bob = await person('bob', folder.path, server);
  await bob.run(['send', 'hello from bob']);
  writeFileSync(
    folder.in('chat.sh'),
    `echo $$ > ${folder.in('pid')}\n${before} exec ${cliCommand} chat ${ada.common.join(' ')}\n`,
  );
  terminal.type(`clear; sh ${folder.in('chat.sh')}\n`);
  await terminal.sees('hello from bob');
  await terminal.sees('online');
  return { server, ada, bob, pid: Number(readFileSync(folder.in('pid'), 'utf8')) };
}

/** The terminal edits lines again, echoes keys, and shows the cursor. */
async function isRestored(terminal: Terminal) {
  terminal.type('stty -a | tr " ;" "\\n\\n" | grep -E "^-?(icanon|echo|isig)$" | xargs echo is\n');
  await terminal.sees(/^is (isig icanon echo|icanon echo isig)$/m);
  expect(terminal.flag('alternate_on')).toBe('0');
  expect(terminal.flag('cursor_flag')).toBe('1');
  expect(terminal.flag('wrap_flag')).toBe('1');
}

test.skipIf(lacks('tmux'))('Ctrl-Z gives the terminal to the shell, and fg brings everything back', async () => {
  using folder = temporaryFolder();
  using terminal = openTerminal({ columns: 80, rows: 24 });
  const { server, bob } = await openChat(folder, terminal);
  await using _ = server;
  terminal.type('half a dra');
  await terminal.sees('> half a dra');
  const ours = 'SecureChat · #general';
  await eventually(() => terminal.title() === ours);
  for (const round of ['one', 'two']) {
    terminal.key('C-z');
    await terminal.sees(/Stopped/);
    await isRestored(terminal);
    expect(terminal.title()).not.toBe(ours);
    terminal.type('clear\n');
    await bob.run(['send', `meanwhile ${round}`]);
    terminal.type('fg\n');
    await terminal.sees(`meanwhile ${round}`);
    await terminal.sees('> half a dra');
    await eventually(() => terminal.title() === ours, { what: terminal.title() });
    expect(terminal.flag('alternate_on')).toBe('1');
    expect(terminal.screen().join('\n')).not.toContain('fg');
  }
  terminal.type('ft');
  await terminal.sees('> half a draft');
  // Clears the text, asks, and quits.
  terminal.key('C-c', 'C-c', 'C-c');
  await terminal.sees(/\$$/m);
  await isRestored(terminal);
});

test.skipIf(lacks('tmux'))('a chat that is stopped from outside redraws itself when it continues', async () => {
  using folder = temporaryFolder();
  using terminal = openTerminal({ columns: 80, rows: 24 });
  const { server, pid } = await openChat(folder, terminal);
  await using _ = server;
  const ours = 'SecureChat · #general';
  await eventually(() => terminal.title() === ours);
  process.kill(pid, 'SIGSTOP');
  await terminal.sees(/Stopped/);
  terminal.type("clear; printf '\\033]2;of the shell\\007'\n");
  await eventually(() => terminal.title() === 'of the shell');
  terminal.type('fg\n');
  await terminal.sees('hello from bob');
  await eventually(() => terminal.title() === ours, { what: terminal.title() });
  terminal.type('and on');
  await terminal.sees('> and on');
  // Clears the text, asks, and quits.
  terminal.key('C-c', 'C-c', 'C-c');
  await terminal.sees(/\$$/m);
  await isRestored(terminal);
});

test.skipIf(lacks('tmux'))('two hundred changes of size leave the right picture', async () => {
  using folder = temporaryFolder();
  using terminal = openTerminal({ columns: 80, rows: 24 });
  const { server, pid } = await openChat(folder, terminal);
  await using _ = server;
  // The last part that is drawn after a start.
  await terminal.sees('of 2 online');
  const settled = terminal.screen();
  for (let i = 0; i < 100; i++) {
    if (i % 10 === 0) terminal.resize(40 + ((i * 7) % 120), 10 + ((i * 5) % 40));
    process.kill(pid, 'SIGWINCH');
    process.kill(pid, 'SIGWINCH');
  }
  terminal.resize(80, 24);
  // All but the status bar, which shows the last round-trip time.
  const text = (lines: readonly string[]) => lines.slice(0, 23).join('\n');
  await eventually(() => text(terminal.screen()) === text(settled), { what: `not: ${settled.join('\n')}` });
  terminal.key('C-l');
  terminal.type('on');
  await terminal.sees('> on');
});

test.skipIf(lacks('tmux'))('a terminal that is closed ends the chat, and unsent messages stay', async () => {
  using folder = temporaryFolder();
  const terminal = openTerminal({ columns: 80, rows: 24 });
  const { server, ada, pid } = await openChat(folder, terminal);
  await server.kill('SIGKILL');
  terminal.enter('not yet sent');
  await terminal.sees('…     ada  not yet sent');
  terminal[Symbol.dispose]();
  await eventually(() => !existsSync(`/proc/${pid}`));
  expect(existsSync(`${ada.home}/crashes`)).toBe(false);
  await using again = await startServer(folder.path, { port: server.port });
  using later = openTerminal({ columns: 80, rows: 24 });
  later.type(`${cliCommand} chat ${ada.common.join(' ')}\n`);
  await later.sees(/\d\d:\d\d ada {2}not yet sent/);
  expect(again.port).toBe(server.port);
});

test.skipIf(lacks('tmux'))('an unexpected error restores the terminal and writes a report without texts', async () => {
  using folder = temporaryFolder();
  // Injected from outside: the product has no way to crash itself.
  writeFileSync(
    folder.in('fault.mjs'),
    `process.on('SIGUSR2', () => void Promise.reject(new Error('secret: ' + process.argv.join(' '))));`,
  );
  using terminal = openTerminal({ columns: 80, rows: 24 });
  const { server, ada, pid } = await openChat(folder, terminal, `NODE_OPTIONS='--import ${folder.in('fault.mjs')}'`);
  await using _ = server;
  terminal.type('my secret draft');
  await terminal.sees('> my secret draft');
  process.kill(pid, 'SIGUSR2');
  await terminal.sees('Please report it.');
  await isRestored(terminal);
  const reports = `${ada.home}/crashes`;
  const [name = '', ...more] = readdirSync(reports);
  expect(more).toEqual([]);
  expect(statSync(reports).mode & 0o777).toBe(0o700);
  expect(statSync(`${reports}/${name}`).mode & 0o777).toBe(0o600);
  const report = readFileSync(`${reports}/${name}`, 'utf8');
  expect(report).toContain('fault.mjs:1');
  expect(report).toMatch(/TERM=\S+/);
  expect(report).toMatch(/rooms=1/);
  expect(report).not.toMatch(/secret|hello|\b(ada|bob|general)\b/);
  expect(terminal.screen().join('').replaceAll('\n', '')).toContain(name);
});

test.skipIf(lacks('tmux'))('a chat ended by a signal exits with its code, on a screen and in lines', async () => {
  using folder = temporaryFolder();
  using terminal = openTerminal({ columns: 80, rows: 24 });
  const { server, ada, pid } = await openChat(folder, terminal);
  await using _ = server;
  process.kill(pid, 'SIGTERM');
  await terminal.sees('Ended by SIGTERM.');
  terminal.type('echo "[ended $?]"\n');
  await terminal.sees('[ended 143]');
  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    const lines = ada.start(['chat', '--plain']);
    await eventually(() => lines.lines().some((line) => line.includes('hello from bob')));
    lines.signal(signal);
    expect(await lines.done).toMatchObject({ code, err: expect.stringContaining(`Ended by ${signal}`) });
  }
});
