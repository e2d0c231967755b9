import { chmodSync, writeFileSync } from 'node:fs';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { serverWith } from './support/cli.ts';
import { openChat, openTerminal } from './support/terminal.ts';
import { filesHold, lacks } from './support/tools.ts';

test.skipIf(lacks('tmux'))(
  'drafts of all rooms survive kill -9, are marked in the list, and can be finished in an editor',
  async () => {
    await using site = await serverWith('ada');
    const { folder, ada } = site;
    // An editor that reads a line from the terminal.
    const editor = folder.in('editor');
    writeFileSync(editor, `#!/bin/sh\necho "editing:"; cat "$1"; read -r line; echo "$line" >> "$1"\n`);
    chmodSync(editor, 0o755);
    using terminal = openTerminal({ env: { VISUAL: editor } });
    const pid = await openChat(terminal, ada);
    await terminal.sees('online');
    terminal.type('/create cats\r');
    await terminal.sees('>#cats');
    terminal.type('for the cats');
    terminal.key('C-p');
    await terminal.sees(/#cats +✎/);
    terminal.type('half a sen');
    await terminal.sees('> half a sen');
    // Longer than a draft takes to be stored.
    const stored = `${ada.home}/accounts`;
    await eventually(() => filesHold(stored, 'half a sen'));
    process.kill(pid, 'SIGKILL');
    // Output of the shell before the terminal is restored disappears with the chat's screen.
    await terminal.sees('your terminal was restored');

    await openChat(terminal, ada, { before: 'reset; clear' });
    await terminal.sees('online');
    await terminal.sees('> half a sen');
    await terminal.sees(/#cats +✎/);
    // Ctrl-C goes to the editor and ends that, not the chat.
    terminal.key('C-x', 'C-e');
    await terminal.sees('editing:');
    terminal.key('C-c');
    await terminal.sees('The text is unchanged.');
    await terminal.sees('> half a sen');
    terminal.key('C-x', 'C-e');
    await terminal.sees('editing:');
    await terminal.sees('half a sen');
    terminal.type('tence, finished\r');
    await terminal.sees('  tence, finished');
    terminal.keep('composer-after-editor');
    terminal.key('Enter');
    await terminal.sees(/ada {2}half a sen/);
    terminal.type('/quit\r');
    await terminal.sees('[ended 0]');
    const { out } = await ada.run(['history', '--json']);
    expect(JSON.parse(out.trim().split('\n').at(-1) ?? '')).toMatchObject({ text: 'half a sen\ntence, finished' });
  },
);

test.skipIf(lacks('tmux'))('2,000 keys in one write arrive in order, with Enter in its place', async () => {
  await using site = await serverWith('ada');
  const { ada } = site;
  using terminal = openTerminal();
  await openChat(terminal, ada, { before: 'reset; clear' });
  await terminal.sees('online');
  const left = '\u001b[D';
  const lines = Array.from({ length: 20 }, (_, line) =>
    Array.from({ length: 20 }, (_, i) => `w${String(line * 20 + i).padStart(3, '0')}`).join(' '),
  );
  // Each line loses its last letter but one and gets it back with an arrow key; it ends with a paste.
  const typed = lines.map(
    (l) => `${l.slice(0, -2)}${l.at(-1)}${left}${l.at(-2)}\u0005\u001b[200~ and\rpasted\u001b[201~\r`,
  );
  terminal.write(typed.join(''));
  await terminal.sees('w399');
  const said = async () => {
    const { out } = await ada.run(['history', '--json', '--limit', '100']);
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    return events.filter(({ type }) => type === 'message').map(({ text }) => text);
  };
  await eventually(async () => (await said()).length >= lines.length);
  expect(await said()).toEqual(lines.map((line) => `${line} and\npasted`));
  terminal.type('/quit\r');
  await terminal.sees('[ended 0]');
});

test.skipIf(lacks('tmux'))(
  'names are completed from a list, and the cursor is where an input method needs it',
  async () => {
    await using site = await serverWith('ada', 'bob');
    const { ada, bob } = site;
    await bob.run(['send', 'hello ada']);
    using terminal = openTerminal({ columns: 80, rows: 24 });
    await openChat(terminal, ada, { before: 'reset; clear' });
    await terminal.sees('online');
    await terminal.sees('hello ada');
    terminal.type('漢字é ');
    await eventually(() => terminal.cursor().x === 2 + 6, { what: 'the cursor is not behind the wide letters' });
    expect(terminal.cursor().y).toBe(22);
    terminal.type('@');
    await terminal.sees(/── Tab accepts the first.*\n.*@bob/);
    await terminal.sees('> 漢字é @');
    terminal.keep('composer-completion');
    terminal.key('Tab');
    await terminal.sees('> 漢字é @bob');
    terminal.type(':tad');
    await terminal.sees(':tada:');
    terminal.key('Down', 'Enter');
    await terminal.sees('@bob 🎉');
    terminal.key('Enter');
    await terminal.sees('ada  漢字é @bob 🎉');
    terminal.type('/quit\r');
    await terminal.sees('[ended 0]');
  },
);
