import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { serverWith } from './support/cli.ts';
import { openChat, openTerminal } from './support/terminal.ts';
import { cliCommand, lacks } from './support/tools.ts';

test.skipIf(lacks('tmux'))(
  'the keys of a real terminal: chords, Alt, function keys, the switcher and search',
  async () => {
    await using site = await serverWith('ada', 'bob');
    const { ada, bob } = site;
    await ada.run(['rooms', 'create', 'backend-ops']);
    await ada.run(['rooms', 'create', 'cats']);
    await bob.run(['rooms', 'join', 'backend-ops']);
    for (let i = 0; i < 40; i++) await bob.run(['send', `line ${i}.`]);
    using terminal = openTerminal();
    await openChat(terminal, ada);
    await terminal.sees('line 39.');

    terminal.type('?');
    await terminal.sees('Commands');
    terminal.key('End');
    await terminal.sees(/Ctrl\+L +redraw the screen/);
    terminal.key('Escape');
    await terminal.sees('line 39.');
    terminal.key('F1');
    await terminal.sees('Commands');
    terminal.keep('help');
    terminal.key('Escape');
    await terminal.sees('line 39.');

    await bob.run(['send', '--room', 'backend-ops', 'ping @Ada']);
    await terminal.sees(/#backend-ops +@?1/);
    terminal.key('M-a');
    await terminal.sees('ping @Ada');
    terminal.key('M-1');
    await terminal.sees('>#general');
    terminal.key('C-k');
    await terminal.sees('Go to:');
    terminal.type('cts');
    await terminal.sees('Go to: cts');
    terminal.keep('switcher');
    const typed = 'Go to: cts';
    const line = terminal.screen()[1] ?? '';
    expect(terminal.cursor()).toEqual({ x: line.indexOf(typed) + typed.length, y: 1 });
    terminal.key('Enter');
    await terminal.sees('>#cats');
    terminal.key('M-1', 'S-Up', 'S-Up');
    await terminal.sees(/line 37\.[^.]*scrolled back/);
    terminal.key('C-x');
    await terminal.sees('Ctrl+X …');
    terminal.type('/');
    await terminal.sees('Search:');
    terminal.type('line 7.');
    await terminal.sees(/bob +line 7\./);
    terminal.keep('search');
    // Wraps around to the last of them.
    terminal.key('Up', 'Enter');
    await terminal.sees('line 3.');
    terminal.type('/quit\r');
    await terminal.sees('[ended 0]');
  },
);

test.skipIf(lacks('tmux'))(
  'settings.toml and keys.toml: edited, checked, applied, and a mistake locks nobody out',
  async () => {
    await using site = await serverWith('ada');
    const { ada } = site;
    // Gives next-room another key, as a user would in an editor.
    const editor = `sed -i 's/^# next-room = .*/next-room = "f6"/'`;
    using terminal = openTerminal({ columns: 120, env: { VISUAL: editor } });
    terminal.type(`${cliCommand} config edit keys ${ada.common.join(' ')}; echo "[edited $?]"\r`);
    await terminal.sees('[edited 0]');
    expect(readFileSync(`${ada.home}/keys.toml`, 'utf8')).toContain('\nnext-room = "f6"\n');
    expect(await ada.run(['config', 'set', 'keys', 'vim'])).toMatchObject({ code: 0 });
    await ada.run(['rooms', 'create', 'cats']);
    const settings = `${ada.home}/settings.toml`;
    writeFileSync(settings, `${readFileSync(settings, 'utf8')}thme = "dark"\n`);

    await openChat(terminal, ada);
    await terminal.sees(/Unknown\s+setting\s+thme\.\s+Did\s+you\s+mean\s+theme\?/);
    terminal.key('F6');
    await terminal.sees('>#cats');
    terminal.type('one two');
    terminal.key('Escape');
    await terminal.sees('normal mode');
    terminal.type('0dwitwo and ');
    await terminal.sees('> two and  two');
    terminal.key('Escape');
    await terminal.sees('normal mode');
    terminal.enter('ccdone');
    await terminal.sees('ada  done');
    terminal.key('Escape');
    await terminal.sees('normal mode');
    terminal.type(':quit\r');
    await terminal.sees('[ended 0]');
    expect((await ada.run(['config', 'get', 'keys'])).out).toBe('vim\n');
  },
);
