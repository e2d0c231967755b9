import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { person, serverWith } from './support/cli.ts';
import { startServer } from './support/server.ts';
import { openTerminal, type Terminal } from './support/terminal.ts';
import { cliCommand, lacks, serverBin, temporaryFolder } from './support/tools.ts';

const password = 'correct horse battery 9';
const fromOutside = 'a signal from outside';
const ways = ['Ctrl-Z', fromOutside] as const;

/** Starts a command in the terminal's shell; the returned function stops it, shows that the shell echoes keys, and continues it. */
function startIn(terminal: Terminal, folder: { in(name: string): string }, command: string) {
  writeFileSync(folder.in('run.sh'), `echo $$ > '${folder.in('pid')}'\nexec ${command}\n`);
  terminal.type(`clear; sh '${folder.in('run.sh')}'\n`);
  return async (way: (typeof ways)[number]) => {
    if (way === fromOutside) process.kill(Number(readFileSync(folder.in('pid'), 'utf8')), 'SIGSTOP');
    else terminal.key('C-z');
    await terminal.sees('Stopped');
    terminal.type('clear; echo the shell $((1 + 1))\n');
    await terminal.sees('the shell 2');
    terminal.type('clear; fg\n');
  };
}

test.skipIf(lacks('tmux')).each(ways)(
  'a password is asked for again and never shown after a stop by %s',
  async (way) => {
    await using site = await serverWith('ada');
    const { folder, ada } = site;
    using terminal = openTerminal({ columns: 100, rows: 20 });
    const stop = startIn(terminal, folder, `${cliCommand} password ${ada.common.join(' ')}`);
    await terminal.sees(/password:$/m);
    terminal.type('not ');
    await stop(way);
    await terminal.sees(/password:$/m);
    terminal.enter('this one');
    await terminal.sees('New password');
    const screen = terminal.screen().join('\n');
    expect(screen).not.toContain('this one');
    expect(screen.match(/Current password:/g)).toHaveLength(1);
    terminal.key('C-c');
    await terminal.sees('Interrupted.');
  },
);

test.skipIf(lacks('tmux')).each(ways)('the server asks for a password again after a stop by %s', async (way) => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  await person('ada', folder.path, server);
  using terminal = openTerminal({ columns: 100, rows: 20 });
  const command = `${process.execPath} ${serverBin} user reset-password ada --data '${folder.in('data')}'`;
  const stop = startIn(terminal, folder, command);
  await terminal.sees(/password of ada:$/m);
  // The signal may arrive before hidden input has been read, which the shell then gets; a key arrives after it.
  const [before, after] = way === fromOutside ? ['', password] : ['correct horse ', 'battery 9'];
  terminal.type(before);
  await stop(way);
  await terminal.sees(/password of ada:$/m);
  terminal.enter(after);
  await terminal.sees('Repeat the password:');
  terminal.enter(password);
  await terminal.sees(/\$$/m);
  const screen = terminal.screen().join('\n');
  expect(screen).not.toMatch(/battery|did not match/);
  expect(screen.match(/password of ada:/g)).toHaveLength(1);
});

test.skipIf(lacks('tmux')).each(ways)('line mode keeps the line being typed after a stop by %s', async (way) => {
  await using site = await serverWith('ada');
  const { folder, ada } = site;
  using terminal = openTerminal({ columns: 100, rows: 20 });
  const stop = startIn(terminal, folder, `${cliCommand} chat --plain ${ada.common.join(' ')}`);
  await terminal.sees(/^general>/m);
  terminal.type('half a');
  await terminal.sees('general> half a');
  await stop(way);
  await terminal.sees(/^general> half a$/m);
  terminal.enter(' line');
  await terminal.sees(/^ada, \d\d:\d\d: half a line$/m);
  terminal.key('C-d');
  await terminal.sees(/\$$/m);
});
