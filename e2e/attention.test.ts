import { existsSync, readFileSync } from 'node:fs';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { person } from './support/cli.ts';
import { startServer } from './support/server.ts';
import { openChat, openTerminal } from './support/terminal.ts';
import { lacks, temporaryFolder } from './support/tools.ts';

const esc = '\u001b';
const lostFocus = `${esc}[O`;
const gotFocus = `${esc}[I`;

test.skipIf(lacks('tmux'))(
  'a mention is notified once, through tmux: not again after a reconnection, and not in the visible room; the title follows',
  async () => {
    using folder = temporaryFolder();
    const first = await startServer(folder.path);
    const ada = await person('ada', folder.path, first);
    const bob = await person('bob', folder.path, first);
    using terminal = openTerminal({ env: { KITTY_WINDOW_ID: '1' } });
    const recorded = folder.in('recorded');
    terminal.record(recorded);
    const notifications = () => {
      const written = existsSync(recorded) ? readFileSync(recorded, 'utf8') : '';
      // Each is wrapped for tmux, with its escapes doubled, and followed by a bell.
      return written
        .split(`${esc}Ptmux;`)
        .slice(1)
        .map((rest) => rest.split(`p=body;`)[1]?.split(`${esc}${esc}\\${esc}\\\u0007`)[0]);
    };
    const before = terminal.title();
    // Job control is off, so that the shell does not take the terminal when the chat is stopped.
    const pid = await openChat(terminal, ada, { before: 'set +m; clear' });
    await terminal.sees('online');
    terminal.type('/create cats\r');
    await terminal.sees('>#cats');
    await eventually(() => terminal.title() === 'SecureChat · #cats');

    await bob.run(['send', 'good morning']);
    await bob.run(['send', '@ada one']);
    await eventually(() => notifications().length > 0);
    expect(notifications()).toEqual(['bob: @ada one']);
    await eventually(() => terminal.title() === '(1) SecureChat · #cats');

    process.kill(pid, 'SIGSTOP');
    const { port } = first;
    await first.kill('SIGKILL');
    await using server = await startServer(folder.path, { port });
    expect(await bob.run(['send', '@ada missed'])).toMatchObject({ code: 0 });
    process.kill(pid, 'SIGCONT');
    await eventually(() => terminal.title() === '(2) SecureChat · #cats');
    await terminal.sees('online');
    await bob.run(['send', '@ada three']);
    await eventually(() => notifications().length > 1);
    expect(notifications()).toEqual(['bob: @ada one', 'bob: @ada three']);

    terminal.key('C-p');
    await terminal.sees('>#general');
    await bob.run(['send', '@ada four']);
    await terminal.sees('@ada four');
    terminal.write(lostFocus);
    await bob.run(['send', '@ada five']);
    await eventually(() => notifications().length > 2);
    expect(notifications().slice(2)).toEqual(['bob: @ada five']);
    await eventually(() => terminal.title() === '(1) SecureChat · #general');
    terminal.write(gotFocus);
    await eventually(() => terminal.title() === 'SecureChat · #general');
    // Focus reports are no keys.
    terminal.type('/quit\r');
    await terminal.sees('[ended 0]');
    expect(terminal.title()).toBe(before);
    expect(server.pid).toBeGreaterThan(0);
  },
);
