import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { serverWith } from './support/cli.ts';
import { modesLeftOn } from './support/modes.ts';
import { openTerminal, type Terminal } from './support/terminal.ts';
import { cliBin, lacks, shellWord, type temporaryFolder } from './support/tools.ts';

type Folder = ReturnType<typeof temporaryFolder>;

const deadMessage = 'The chat ended unexpectedly; your terminal was restored.';

const tmuxFlags = ['alternate_on', 'cursor_flag', 'wrap_flag', 'mouse_any_flag', 'pane_key_mode'];
const flagsOf = (terminal: Terminal) => tmuxFlags.map((name) => [name, terminal.flag(name)]);

/** The watcher process of this chat, a child of it. */
async function watcherOf(chat: number): Promise<number> {
  return await eventually(() => {
    const { stdout } = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(chat)], { encoding: 'utf8' });
    return Number(/^\s*(\d+) .*securechat-watcher/m.exec(stdout)?.[1] ?? 0) || undefined;
  });
}

/** No such process, not even a zombie. */
const isGone = (pid: number) => spawnSync('ps', ['-p', String(pid)]).status !== 0;
const gone = (pid: number) => eventually(() => isGone(pid));

const text = (folder: Folder, name: string) => readFileSync(folder.in(name), 'utf8');

/**
 * Runs the chat in a terminal, by a script that continues once a file `go` exists. The line settings are in the files `before`, `after`
 * (the chat) and `at-the-prompt`, and everything written from the start to the end of the chat is in `written`.
 */
async function openChat(folder: Folder, terminal: Terminal, common: readonly string[], env = '') {
  const chat = [process.execPath, cliBin, 'chat', ...common].map(shellWord).join(' ');
  writeFileSync(folder.in('chat.sh'), `echo $$ > pid\n${env} exec ${chat}\n`);
  writeFileSync(
    folder.in('script.sh'),
    'ulimit -c 0; sh chat.sh; until [ -e go ]; do sleep 0.1; done; stty -a > after; echo "all over"\n',
  );
  await terminal.sees(/\$$/m);
  terminal.type(`cd ${folder.path}; clear; stty -a > before\n`);
  await eventually(() => text(folder, 'before').includes('icanon'));
  terminal.record(folder.in('written'));
  const flags = flagsOf(terminal);
  const open = async (command: string) => {
    terminal.type(`${command}\n`);
    await terminal.sees('joined #general');
    const pid = Number(text(folder, 'pid'));
    return { pid, watcher: await watcherOf(pid) };
  };
  return { flags, open };
}

for (const signal of ['SIGKILL', 'SIGABRT', 'SIGSEGV'] as const) {
  test.skipIf(lacks('tmux'))(`a chat that ends by ${signal} restores the terminal`, async () => {
    await using site = await serverWith('ada');
    const { folder, ada } = site;
    using terminal = openTerminal({ columns: 80, rows: 24 });
    const { flags, open } = await openChat(folder, terminal, ada.common);
    // An interactive shell repairs the line settings by itself, a script does not.
    const { pid, watcher } = await open('sh script.sh');
    expect(terminal.flag('alternate_on')).toBe('1');
    process.kill(pid, signal);
    await gone(watcher);
    writeFileSync(folder.in('go'), '');
    await terminal.sees('all over');
    await terminal.sees(deadMessage);
    await eventually(() => text(folder, 'written').includes('all over'));
    // The shell's own modes come later.
    expect(modesLeftOn(text(folder, 'written').split('all over')[0] ?? '')).toEqual([]);
    expect(flagsOf(terminal)).toEqual(flags);
    expect(text(folder, 'after')).toBe(text(folder, 'before'));
  });
}

test.skipIf(lacks('tmux'))('after a killed chat the shell edits lines as before', async () => {
  await using site = await serverWith('ada');
  const { folder, ada } = site;
  using terminal = openTerminal({ columns: 80, rows: 24 });
  const { flags, open } = await openChat(folder, terminal, ada.common);
  const { pid, watcher } = await open('sh chat.sh');
  process.kill(pid, 'SIGKILL');
  await gone(watcher);
  terminal.type("echo all' 'over; stty -a > after\n");
  await terminal.sees('all over');
  await terminal.sees(deadMessage);
  // Typed once, and so echoed once.
  expect(terminal.screen().filter((line) => line.includes("echo all' 'over; stty"))).toHaveLength(1);
  await eventually(() => text(folder, 'after').includes('icanon'));
  expect(text(folder, 'after')).toBe(text(folder, 'before'));
  expect(flagsOf(terminal)).toEqual(flags);
});

test.skipIf(lacks('tmux'))(
  'a chat that was stopped and continued still restores the terminal, and one that ends leaves no watcher',
  async () => {
    await using site = await serverWith('ada');
    const { folder, ada } = site;
    using terminal = openTerminal({ columns: 80, rows: 24 });
    const { flags, open } = await openChat(folder, terminal, ada.common);
    const first = await open('sh chat.sh');
    for (const stop of ['key', 'SIGSTOP']) {
      if (stop === 'key') terminal.key('C-z');
      else process.kill(first.pid, stop);
      await terminal.sees('Stopped');
      expect(isGone(first.watcher)).toBe(false);
      terminal.type('clear; fg\n');
      await terminal.sees('joined #general');
    }
    terminal.enter('/quit');
    await gone(first.pid);
    expect(isGone(first.watcher)).toBe(true);
    const second = await open('clear; sh chat.sh');
    terminal.key('C-z');
    await terminal.sees('Stopped');
    terminal.type('clear; fg\n');
    await terminal.sees('joined #general');
    process.kill(second.pid, 'SIGKILL');
    await gone(second.watcher);
    await terminal.sees(deadMessage);
    terminal.type('clear\n');
    await eventually(() => !terminal.screen().join('\n').includes(deadMessage));
    expect(flagsOf(terminal)).toEqual(flags);
    // The terminal belongs to the shell's job while the chat is stopped: nothing is written to it.
    const third = await open('clear; sh chat.sh');
    terminal.key('C-z');
    await terminal.sees('Stopped');
    process.kill(third.pid, 'SIGKILL');
    await gone(third.watcher);
    terminal.type('echo all" "over\n');
    await terminal.sees('all over');
    expect(terminal.screen().join('\n')).not.toContain(deadMessage);
  },
);

test.skipIf(lacks('tmux'))(
  'a chat that is killed while an editor has the terminal leaves the editor its screen',
  async () => {
    await using site = await serverWith('ada');
    const { folder, ada } = site;
    using terminal = openTerminal({ columns: 80, rows: 24 });
    writeFileSync(
      folder.in('editor'),
      `#!/bin/sh\nprintf '\\033[?1049h\\033[2J\\033[H\\033[?25lediting now'\nuntil [ -e saved ]; do sleep 0.1; done\nprintf '\\033[?25h\\033[?1049l'\n`,
    );
    chmodSync(folder.in('editor'), 0o755);
    const { flags, open } = await openChat(folder, terminal, ada.common, `VISUAL=${folder.in('editor')}`);
    const { pid, watcher } = await open('sh script.sh');
    terminal.key('C-x', 'C-e');
    await terminal.sees('editing now');
    process.kill(pid, 'SIGKILL');
    await gone(watcher);
    expect([terminal.flag('alternate_on'), terminal.flag('cursor_flag')]).toEqual(['1', '0']);
    expect(terminal.screen().join('\n')).toContain('editing now');
    expect(terminal.screen().join('\n')).not.toContain(deadMessage);
    writeFileSync(folder.in('saved'), '');
    await eventually(() => JSON.stringify(flagsOf(terminal)) === JSON.stringify(flags));
    writeFileSync(folder.in('go'), '');
    await terminal.sees('all over');
    expect(terminal.screen().join('\n')).not.toContain(deadMessage);
    expect(flagsOf(terminal)).toEqual(flags);
  },
);
