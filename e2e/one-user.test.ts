import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { keepPage, openBrowser } from './support/browser.ts';
import { serverWith } from './support/cli.ts';
import { general, good, member, signUp } from './support/member.ts';
import { composer, enterRoom, lineUnder, logIn, openPage } from './support/page.ts';
import { listsRooms } from './support/room-list.ts';
import { openChat, openTerminal } from './support/terminal.ts';
import { lacks } from './support/tools.ts';

test.skipIf(lacks('tmux', 'chromium'))(
  'a terminal, the page and watch of one user agree on what is unread, mentions, stars and drafts, also after being offline',
  async () => {
    await using site = await serverWith('ada');
    const { ada, server } = site;
    const bob = await member(server, await signUp(server, 'bob'));
    await ada.run(['rooms', 'create', 'ops']);
    const ops = good(await bob.joinRoom('ops')).id;
    const browser = await openBrowser(server.pin);
    using terminal = openTerminal();
    const watch = ada.start(['watch', '--json']);
    const watched = () => watch.lines().map((line) => (JSON.parse(line) as { readonly text: string }).text);
    try {
      await openChat(terminal, ada, { more: '--room general' });
      await listsRooms(terminal, ['>#general', '#ops']);
      const { page, troubles } = await openPage({ browser, server });
      const line = await lineUnder(page);
      await page.reload();
      await logIn(page, 'ada');
      const pageRooms = () => page.locator('#rooms li').allTextContents();

      // Unread messages and a mention: in both lists, in the title of the tab, in scripts; only the mention is printed by watch.
      await bob.say(ops, 'nothing for you');
      await bob.say(ops, 'look, @ada');
      await listsRooms(terminal, ['>#general', '#ops @1 2']);
      await expect.poll(pageRooms).toEqual(['#general', '#ops@1 2 unread']);
      await expect.poll(() => page.title()).toMatch(/^\(@1\) /);
      await eventually(() => watched().includes('look, @ada'));
      expect((await ada.run(['unread', '--format', '{unread}/{mentions} in {rooms}'])).out).toBe('2/1 in 1\n');

      // Read on the page: read everywhere.
      await enterRoom(page, 'ops');
      await listsRooms(terminal, ['>#general', '#ops']);
      expect((await ada.run(['unread', '--format', '{unread}/{mentions} in {rooms}'])).out).toBe('0/0 in 0\n');

      // A highlight word of the page counts and notifies like a mention everywhere, and is marked where it is read.
      await page.click('#highlights summary');
      await page.fill('#highlight-word', 'Deploy');
      await page.click('#highlight-form button[type=submit]');
      await expect
        .poll(() => page.locator('#highlight-list li').allInnerTexts())
        .toEqual([expect.stringMatching(/^deploy/)]);
      await keepPage(page, 'one-user-highlight');
      await page.click('#highlights summary');
      await enterRoom(page, 'general');
      terminal.enter('/highlight');
      await terminal.sees(/Highlight words \(\/unhighlight WORD\)[\s\S]*deploy/);
      terminal.key('Escape');
      await bob.say(ops, 'nothing');
      await bob.say(ops, 'we DEPLOY tonight');
      await listsRooms(terminal, ['>#general', '#ops @1 2']);
      await expect.poll(pageRooms).toEqual(['#general', '#ops@1 2 unread']);
      await eventually(() => watched().includes('we DEPLOY tonight'));
      expect((await ada.run(['unread', '--format', '{unread}/{mentions} in {rooms}'])).out).toBe('2/1 in 1\n');
      expect((await ada.run(['mentions'])).out).not.toContain('DEPLOY');
      await enterRoom(page, 'ops');
      await expect.poll(() => page.locator('#timeline mark').allInnerTexts()).toEqual(['@ada', 'DEPLOY']);
      expect((await ada.run(['account', 'unhighlight', 'nothing'])).err).toContain('nothing is no highlight word.');
      const { out: added } = await ada.run(['account', 'highlight', 'outage', '--json']);
      expect(JSON.parse(added)).toMatchObject({ user: 'ada', words: ['deploy', 'outage'] });
      expect((await ada.run(['account', 'unhighlight', 'deploy', 'Outage'])).code).toBe(0);
      await expect.poll(() => page.locator('#timeline mark').allInnerTexts()).toEqual(['@ada']);
      expect((await ada.run(['account', 'highlight'])).out).toBe('');

      // A draft and a star go both ways.
      await page.fill('#composer', 'half a sentence');
      await enterRoom(page, 'general');
      await listsRooms(terminal, ['>#general', '#ops ✎']);
      terminal.enter('/star ops');
      await expect.poll(pageRooms).toEqual(['Favourites', expect.stringMatching(/^#ops/), 'Rooms', '#general']);

      // The page is offline while the terminal finishes the draft, and while messages come.
      await line.cut('blocked');
      terminal.enter('/room ops');
      await terminal.sees('> half a sentence');
      terminal.type(', and the rest\r');
      await terminal.sees(/ada +half a sentence, and the rest/);
      terminal.enter('/room general');
      await listsRooms(terminal, ['Favourites', '#ops', 'Rooms', '>#general']);
      await bob.say(ops, '@ada meanwhile');
      await listsRooms(terminal, ['Favourites', '#ops @1', 'Rooms', '>#general']);
      line.mend();
      await expect.poll(pageRooms).toEqual(['Favourites', '#ops@1 unread', 'Rooms', '#general']);
      await eventually(() => watched().includes('@ada meanwhile'));
      await keepPage(page, 'one-user-page');
      terminal.keep('one-user');
      await enterRoom(page, 'ops');
      expect(await composer(page).inputValue()).toBe('');
      await listsRooms(terminal, ['Favourites', '#ops', 'Rooms', '>#general']);
      expect(watched()).toEqual(['look, @ada', 'we DEPLOY tonight', '@ada meanwhile']);
      await bob.say(general, 'bye');
      expect(troubles).toEqual([]);
    } finally {
      watch.signal('SIGINT');
      await watch.done;
      await browser.close();
      await bob.close();
    }
  },
);
