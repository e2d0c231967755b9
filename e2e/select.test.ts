import { expect, test } from 'vitest';
import { serverWith } from './support/cli.ts';
import { openChat, openTerminal } from './support/terminal.ts';
import { lacks } from './support/tools.ts';

test.skipIf(lacks('tmux'))(
  'messages are picked with keys, marked without colours, and copied to the terminal’s clipboard',
  async () => {
    await using site = await serverWith('ada', 'bob');
    const { ada, bob } = site;
    await bob.run(['send', '--lines'], { input: Array.from({ length: 30 }, (_, i) => `line ${i}.\n`).join('') });
    using terminal = openTerminal({ columns: 40, rows: 10, env: { NO_COLOR: '1' } });
    terminal.takeClipboard();
    await openChat(terminal, ada);
    await terminal.sees('line 29.');

    terminal.key('M-s');
    await terminal.sees(/^> .*line 29\./m);
    terminal.key('Space', 'Up', 'Up', 'Space');
    await terminal.sees('2 selected');
    expect(terminal.screen().join('\n')).toMatch(/^>\* .*line 27\.\n {2} .*line 28\.\n\* .*line 29\./m);
    expect(terminal.cursor().x).toBe(0);
    terminal.keep('select');
    await bob.run(['send', 'said meanwhile']);
    await terminal.sees('1 new below');
    expect(terminal.screen().join('\n')).not.toContain('said meanwhile');
    terminal.key('Enter');
    await terminal.sees('Sent 2 messages');
    await terminal.sees('said meanwhile');
    expect(terminal.clipboard()).toMatch(/^\[\d\d:\d\d\] bob: line 27\.\n\[\d\d:\d\d\] bob: line 29\.$/);

    // A range up to a message that is not on the screen, and only the messages' own text.
    terminal.key('M-s', 'v');
    terminal.key(...Array.from({ length: 12 }, () => 'k'));
    await terminal.sees('13 selected');
    terminal.key('t');
    await terminal.sees('Sent 13 messages');
    const last = Array.from({ length: 12 }, (_, i) => `line ${i + 18}.`);
    expect(terminal.clipboard().split('\n')).toEqual([...last, 'said meanwhile']);
    terminal.type('/quit\r');
    await terminal.sees('[ended 0]');
  },
);
