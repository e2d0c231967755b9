import { eventually } from '@securechat/testkit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { keepPage, openBrowser } from './support/browser.ts';
import { drawing, drawPicture } from './support/draw.ts';
import { noLimits, startServer } from './support/server.ts';
import { openTerminal, type Terminal } from './support/terminal.ts';
import { cliCommand, lacks, root, temporaryFolder } from './support/tools.ts';

const said = (terminal: Terminal, among: readonly string[]) =>
  terminal.screen().flatMap((line) => among.filter((text) => line.includes(text)));

const onPage = async (page: Page, among: readonly string[]) =>
  (await page.locator('#timeline [data-kind=message] .text').allTextContents()).filter((text) => among.includes(text));

/** Answers a prompt of the terminal. */
async function answer(terminal: Terminal, prompt: RegExp, text: string) {
  await terminal.sees(prompt);
  terminal.enter(text);
}

test.skipIf(lacks('tmux', 'chromium'))(
  'three users chat, in two terminals and a page, through a kill -9 of the server',
  async () => {
    using folder = temporaryFolder();
    let server = await startServer(folder.path, { args: [...noLimits, '--signup=invite'] });
    const securechat = cliCommand;
    using ada = openTerminal();
    using bob = openTerminal();
    const browser = await openBrowser(server.pin);
    const invites = [server.invite ?? ''];
    const { spawnSync } = await import('node:child_process');
    for (let i = 0; i < 2; i++) {
      const made = spawnSync(
        process.execPath,
        [
          `${root}/packages/server/bin/securechat-server.js`,
          'invite',
          '--data',
          folder.in('data'),
          '--certs',
          folder.in('certs'),
          '--port',
          String(server.port),
        ],
        { encoding: 'utf8' },
      );
      invites.push(/securechat:\/\/\S+/.exec(made.stdout)?.[0] ?? made.stderr);
    }
    const code = (link: string | undefined) => /invite=([^&\s]+)/.exec(link ?? '')?.[1] ?? '';

    // First: the invite link.
    ada.type(`${securechat} join '${invites[0]}' --home ${folder.in('ada')} --token-store file\n`);
    await answer(ada, /user name.*:/i, 'ada');
    await answer(ada, /password.*:/i, 'correct horse battery ada');
    await answer(ada, /(again|repeat).*:/i, 'correct horse battery ada');
    await ada.sees('online');

    // Second: sign up by command, comparing the pin, then open the chat.
    bob.type(
      `clear; ${securechat} signup bob --server ${server.url} --invite ${code(invites[1])} --home ${folder.in('bob')} --token-store file\n`,
    );
    await bob.sees(server.pin);
    await answer(bob, /\[y\/N\]/i, 'y');
    await answer(bob, /password.*:/i, 'correct horse battery bob');
    await answer(bob, /(again|repeat).*:/i, 'correct horse battery bob');
    await bob.sees(/signed up|welcome|signed in/i);
    bob.type(`clear; ${securechat} chat --home ${folder.in('bob')} --token-store file\n`);
    await bob.sees('online');
    await ada.sees('bob joined the chat, ada and bob joined');

    // Third: the page.
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    page.setDefaultTimeout(180_000);
    await page.goto(`${server.page}#invite=${code(invites[2])}`);
    await page.fill('#user', 'cyd');
    await page.fill('#password', 'correct horse battery cyd');
    await page.click('#signup');
    await page.waitForSelector('#link-state[data-at=online]');
    await ada.sees('bob and cyd joined the chat, ada, bob and cyd joined');
    await bob.sees('cyd joined the chat, ada, bob and cyd joined');

    const lines = ['one from ada', 'two from bob', 'three from cyd', 'four from ada', 'five from cyd', 'six from bob'];
    const everyone = async (wanted: readonly string[]) => {
      await eventually(async () => {
        expect(said(ada, lines)).toEqual(wanted);
        expect(said(bob, lines)).toEqual(wanted);
        expect(await onPage(page, lines)).toEqual(wanted);
        return true;
      });
    };
    ada.type('one from ada\r');
    await everyone(lines.slice(0, 1));
    bob.type('two from bob\r');
    await everyone(lines.slice(0, 2));
    await page.fill('#composer', 'three from cyd');
    await page.press('#composer', 'Enter');
    await everyone(lines.slice(0, 3));
    ada.keep('ada-talking');
    await keepPage(page, 'page-talking');

    await server.kill('SIGKILL');
    await ada.sees(/waiting|connecting|offline/i);
    ada.type('four from ada\r');
    await ada.sees('four from ada');
    server = await startServer(folder.path, { args: [...noLimits, '--signup=invite'], port: server.port });
    await everyone(lines.slice(0, 4));
    await page.fill('#composer', 'five from cyd');
    await page.press('#composer', 'Enter');
    await everyone(lines.slice(0, 5));
    bob.type('six from bob\r');
    await everyone(lines);

    // One leaves; the others see it, and the terminal is restored.
    bob.type('/quit\r');
    await bob.sees(/^\$$/m);
    await ada.sees('bob left the chat');
    await eventually(async () =>
      (await page.locator('#timeline [data-kind=presence]').allTextContents()).some((t) =>
        t.includes('bob left the chat'),
      ),
    );
    ada.keep('ada-end');
    bob.keep('bob-end');
    await keepPage(page, 'page-end');
    await drawPicture(browser, drawing(ada), { columns: 100, rows: 30 }, 'dark', `${root}/e2e/screens/ada-end.png`);
    await browser.close();
    ada.key('C-c', 'C-c');
    await ada.sees(/^\$$/m);
    expect(await server.kill('SIGTERM')).toBe(0);
  },
);
