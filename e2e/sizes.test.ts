import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { person } from './support/cli.ts';
import { replayed } from './support/replay.ts';
import { noLimits, startServer } from './support/server.ts';
import { openChat, openTerminal, type Terminal } from './support/terminal.ts';
import { lacks, temporaryFolder } from './support/tools.ts';

const sizes = [
  { columns: 40, rows: 10 },
  { columns: 80, rows: 24 },
  { columns: 200, rows: 60 },
] as const;

/** Without the line break with which tmux ends a screen. */
const linesOf = (terminal: Terminal, rows: number) => terminal.screen().slice(0, rows);
/** All but the status bar, which shows the last round-trip time. */
const still = (lines: readonly string[]) => lines.slice(0, -1).join('\n');

test.skipIf(lacks('tmux')).each(sizes)(
  'at $columns x $rows people chat, are mentioned elsewhere, scroll back, and resize the window',
  async ({ columns, rows }) => {
    using folder = temporaryFolder();
    await using server = await startServer(folder.path, { args: noLimits });
    const ada = await person('ada', folder.path, server);
    const bob = await person('bob', folder.path, server);
    await ada.run(['rooms', 'create', 'cats', '--topic', 'all about them']);
    await bob.run(['rooms', 'join', 'cats']);
    await bob.run(['send', '--lines'], { input: Array.from({ length: 80 }, (_, i) => `line ${i + 1}.\n`).join('') });
    using terminal = openTerminal({ columns, rows });
    const recorded = folder.in('recorded');
    terminal.record(recorded);
    await openChat(terminal, ada);
    await terminal.sees('line 80.');
    await terminal.sees('online');
    const hasList = columns >= 60;
    /** The other terminal shows the same, character by character. */
    const isSeenElsewhere = () =>
      eventually(async () => {
        const seen = linesOf(terminal, rows);
        expect(await replayed(recorded, columns, rows)).toEqual(seen);
        return true;
      });

    terminal.type('hi from me\r');
    await terminal.sees('ada  hi from me');
    await terminal.sees(/^>$/m);
    const talking = linesOf(terminal, rows);
    expect(talking[0]).toMatch(hasList ? /│ #general +\d of 2 online/ : /^ #general +\d of 2 online/);
    expect(talking.at(-2)).toBe('>');
    expect(talking.at(-1)).toMatch(hasList ? /ada · online \d+ ms.* \/help/ : /ada · online \d+ ms/);
    expect(terminal.cursor()).toEqual({ x: 2, y: rows - 2 });
    await isSeenElsewhere();

    await bob.run(['send', '--room', 'cats', 'a cat']);
    if (hasList) await terminal.sees(/ #cats +1 *│/);
    await bob.run(['send', '--room', 'cats', 'hey @ada']);
    if (hasList) await terminal.sees(/ #cats +@1 +2 *│/);
    await eventually(() => terminal.title() === '(1) SecureChat · #general');
    terminal.key('M-a');
    await terminal.sees('hey @ada');
    expect(terminal.screen().join('\n')).toMatch(/#cats +all about/);
    await isSeenElsewhere();
    terminal.key('C-p');
    await terminal.sees('hi from me');

    terminal.key('PageUp');
    await terminal.sees('scrolled back');
    const read = () => linesOf(terminal, rows).flatMap((line) => /line \d+\./.exec(line)?.[0] ?? []);
    const before = read();
    expect(before).not.toContain('line 80.');
    await bob.run(['send', 'this is new']);
    await terminal.sees('1 new below');
    expect(read()).toEqual(before);
    await isSeenElsewhere();
    terminal.key('End');
    await terminal.sees('bob  this is new');
    terminal.keep(`at-${columns}x${rows}`);

    const settled = still(linesOf(terminal, rows));
    for (const other of sizes.filter((size) => size.columns !== columns)) {
      terminal.resize(other.columns, other.rows);
      await eventually(() => linesOf(terminal, other.rows).at(-1)?.includes('online'));
      await terminal.sees('bob  this is new');
      terminal.resize(columns, rows);
      await eventually(() => expect(still(linesOf(terminal, rows))).toBe(settled) ?? true);
    }
    terminal.type('/quit\r');
    await terminal.sees('[ended 0]');
  },
);
