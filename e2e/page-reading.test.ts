import { generalRoom } from '@securechat/protocol';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { keepPage, openBrowser } from './support/browser.ts';
import { good, newMember } from './support/member.ts';
import {
  enterRoom,
  error,
  faintTexts,
  inChat,
  makeRoom,
  messages,
  openPage,
  passwordOf,
  say,
  says,
  signUp,
  wide,
} from './support/page.ts';
import { noLimits, startServer } from './support/server.ts';
import { servedSite } from './support/site.ts';
import { lacks, temporaryFolder } from './support/tools.ts';

const phone = { width: 375, height: 667 };
const beginning = (page: Page) => page.locator('#beginning');
const timeline = (page: Page) => page.locator('#timeline');
const fence = '```';
const trace = (lines: number) =>
  Array.from({ length: lines }, (_, i) => `    at step${i} (/srv/app/worker.js:${i + 1}:7)`).join('\n');

describe.skipIf(lacks('chromium'))('reading on the page', () => {
  const site = servedSite();

  for (const viewport of [phone, wide]) {
    const at = `at ${viewport.width} px`;
    const name = (who: string) => `${who}-${viewport.width}`;

    test(`${at}, links are links, code is code, and a long message is folded`, async () => {
      const { page, troubles, close } = await openPage(site, { viewport });
      await signUp(page, name('ada'));
      await makeRoom(page, name('code'));
      await say(page, 'see https://example.org/a_(b), then `npm ci`; not javascript:alert(1)');
      await say(page, `${fence}\nlet a = 1;\n\tif (a) b();\n${fence}`);
      const link = timeline(page).locator('a');
      await says(link, 'https://example.org/a_(b)');
      expect(await link.evaluateAll((all) => all.map((a) => [a.getAttribute('href'), a.getAttribute('rel')]))).toEqual([
        ['https://example.org/a_(b)', 'noopener noreferrer'],
      ]);
      const code = timeline(page).locator('code');
      await expect.poll(() => code.count()).toBe(2);
      const fonts = await code.evaluateAll((all) => all.map((c) => getComputedStyle(c).fontFamily));
      for (const font of fonts) expect(font).toContain('monospace');
      await say(page, trace(64));
      const fold = page.getByRole('button', { name: '52 more lines' });
      await fold.waitFor();
      expect(await fold.getAttribute('aria-expanded')).toBe('false');
      expect(await timeline(page).textContent()).not.toContain('step60 ');
      expect(await faintTexts(page)).toEqual([]);
      await keepPage(page, `page-folded-${viewport.width}`);
      await fold.focus();
      await page.keyboard.press('Enter');
      await says(timeline(page), 'step63 ');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Show less');
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      await close();
      expect(troubles).toEqual([]);
    });

    test(`${at}, a long room name is not broken inside`, async () => {
      const { page, troubles, close } = await openPage(site, { viewport });
      await signUp(page, name('nia'));
      const long = `${viewport.width}productionincidentresponseteam`.slice(0, 32);
      await makeRoom(page, long);
      const { client: bob } = await newMember(site.server, name('ned'));
      await bob.say(good(await bob.joinRoom(long)).id, `@${name('nia')} look`);
      const lines = (selector: string) =>
        page.locator(selector).evaluate((e) => {
          const text = document.createRange();
          text.selectNodeContents(e.firstChild ?? e);
          return new Set([...text.getClientRects()].map(({ top }) => Math.round(top))).size;
        });
      await says(page.locator('#room-title'), long);
      expect(await lines('#room-title')).toBe(1);
      await enterRoom(page, 'general');
      await bob.say(good(await bob.joinRoom(long)).id, 'and again');
      await bob.say(good(await bob.joinRoom(long)).id, `@${name('nia')} hello?`);
      if (viewport === phone) await page.click('#menu');
      await says(page.locator('#rooms button', { hasText: long }), '@1 2');
      await expect.poll(() => page.locator('#side').evaluate((e) => e.getAnimations().length)).toBe(0);
      await keepPage(page, `page-long-name-${viewport.width}`);
      expect(await lines('#rooms .unread')).toBe(1);
      expect(await page.locator('#side').evaluate((e) => e.scrollWidth <= e.clientWidth)).toBe(true);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      if (viewport === phone) await page.keyboard.press('Escape');
      await enterRoom(page, long);
      await keepPage(page, `page-long-title-${viewport.width}`);
      await close();
      expect(troubles).toEqual([]);
    });

    test(`${at}, what is unread shows in the title, the icon and on the button for rooms`, async () => {
      const { page, close } = await openPage(site, { viewport });
      await signUp(page, name('bea'));
      await makeRoom(page, name('ops'));
      await makeRoom(page, name('den'));
      const icon = () =>
        page.evaluate(() => decodeURIComponent(document.querySelector<HTMLLinkElement>('#icon')?.href ?? ''));
      expect([await page.title(), (await icon()).includes('<circle')]).toEqual([`#${name('den')} · SecureChat`, false]);
      const { client: bob } = await newMember(site.server, name('bob'));
      const ops = good(await bob.joinRoom(name('ops'))).id;
      await bob.say(ops, 'the disk is full');
      await expect.poll(() => page.title()).toBe(`(1) #${name('den')} · SecureChat`);
      expect(await icon()).toContain('<circle');
      await bob.say(ops, `@${name('bea')} can you look?`);
      await expect.poll(() => page.title()).toBe(`(@1) #${name('den')} · SecureChat`);
      const menu = page.locator('#menu');
      expect(await menu.isVisible()).toBe(viewport === phone);
      if (viewport === phone) await says(menu, /Rooms\s+@1 2/);
      expect(await faintTexts(page)).toEqual([]);
      await keepPage(page, `page-unread-${viewport.width}`);
      await enterRoom(page, name('ops'));
      await expect.poll(() => page.title()).toBe(`#${name('ops')} · SecureChat`);
      expect([(await icon()).includes('<circle'), await page.isVisible('#menu-badge')]).toEqual([false, false]);
      await bob.close();
      await page.click('#logout');
      await page.waitForSelector('#entry:not([hidden])');
      expect(await page.title()).toBe('SecureChat');
      await close();
    });

    test(`${at}, a reader who has scrolled back is offered a jump to new messages`, async () => {
      const { page, close } = await openPage(site, { viewport });
      await signUp(page, name('cyd'));
      await makeRoom(page, name('long'));
      const { client: dan } = await newMember(site.server, name('dan'));
      const room = good(await dan.joinRoom(name('long'))).id;
      for (let n = 1; n <= 45; n++) await dan.say(room, `line ${n}`);
      await expect.poll(async () => (await messages(page)).length).toBe(45);
      const latest = page.locator('#latest');
      expect(await latest.isVisible()).toBe(false);
      // The page may still be following the last lines; a reader would scroll once more.
      const scrolledBack = async () => {
        await page.locator('#scroller').evaluate((e) => e.scrollTo(0, 100));
        return await latest.isVisible();
      };
      await expect.poll(scrolledBack).toBe(true);
      await says(latest, 'Latest messages');
      for (const n of [46, 47]) await dan.say(room, `line ${n}`);
      await says(latest, '2 new messages');
      expect(await page.title()).toContain('(2)');
      await keepPage(page, `page-scrolled-back-${viewport.width}`);
      await latest.click();
      await expect.poll(() => latest.isVisible()).toBe(false);
      await expect.poll(() => page.title()).toBe(`#${name('long')} · SecureChat`);
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('scroller');
      await dan.close();
      await close();
    });

    test(`${at}, devices show when and from where they were last used, and the password is changed`, async () => {
      const { page, troubles, close } = await openPage(site, { viewport });
      const eve = name('eve');
      await signUp(page, eve);
      const elsewhere = await openPage(site);
      await elsewhere.page.fill('#user', eve);
      await elsewhere.page.fill('#password', passwordOf(eve));
      await elsewhere.page.click('#login');
      await inChat(elsewhere.page);
      if (viewport === phone) await page.click('#menu');
      await page.click('#devices summary');
      const devices = page.locator('#sessions li');
      await expect.poll(() => devices.count()).toBe(2);
      await says(devices.nth(0), /\(this device\)active now · 127\.0\.0\.1/);
      await says(devices.nth(1), /just now · 127\.0\.0\.1/);
      await page.click('#password-change summary');
      const fill = async (current: string, wanted: string, again: string) => {
        await page.fill('#password-current', current);
        await page.fill('#password-new', wanted);
        await page.fill('#password-again', again);
        await page.press('#password-again', 'Enter');
      };
      const result = page.locator('#password-result');
      const wanted = 'another long password';
      await fill(passwordOf(eve), wanted, 'another long passwort');
      await says(result, 'The passwords do not match. Nothing was changed.');
      await fill('not the password', wanted, wanted);
      await says(result, 'The current password is wrong. Nothing was changed.');
      await fill(passwordOf(eve), 'short', 'short');
      await says(result, 'at least 12 characters');
      expect(await faintTexts(page)).toEqual([]);
      await keepPage(page, `page-password-${viewport.width}`);
      await page.fill('#password-current', passwordOf(eve));
      await page.fill('#password-new', wanted);
      await page.fill('#password-again', wanted);
      const saidMeanwhile = await page.evaluate(() => {
        document.querySelector<HTMLFormElement>('#password-form')?.requestSubmit();
        return document.querySelector('#password-result')?.textContent;
      });
      expect(saidMeanwhile).toBe('');
      await says(result, 'Password changed. Your other devices were logged out.');
      expect(await page.inputValue('#password-new')).toBe('');
      await elsewhere.page.waitForSelector('#entry:not([hidden])');
      await elsewhere.page.fill('#user', eve);
      await elsewhere.page.fill('#password', wanted);
      await elsewhere.page.click('#login');
      await inChat(elsewhere.page);
      await elsewhere.close();
      await close();
      expect(troubles).toEqual([]);
    });
  }

  test('a newcomer reads what was said before, or is told why the room is empty', async () => {
    const { client: hal } = await newMember(site.server, 'hal');
    const room = good(await hal.createRoom({ name: 'history', history: 'joined' })).id;
    const open = good(await hal.createRoom({ name: 'open-history' })).id;
    for (const where of [room, open, generalRoom]) {
      for (let n = 1; n <= 3; n++) await hal.say(where, `before ${n}`);
    }
    const { page, close } = await openPage(site, { viewport: phone });
    await signUp(page, 'ivy');
    for (const n of [1, 2, 3]) await timeline(page).getByText(`before ${n}`).waitFor();
    await page.click('#menu');
    await page.fill('#room-name', 'open-history');
    await page.click('#join');
    await expect.poll(() => page.textContent('#room-title')).toBe('#open-history');
    for (const n of [1, 2, 3]) await timeline(page).getByText(`before ${n}`).waitFor();
    await says(beginning(page), 'This is the start of #open-history.');
    await page.click('#menu');
    await page.fill('#room-name', 'history');
    await page.click('#join');
    await expect.poll(() => page.textContent('#room-title')).toBe('#history');
    await says(beginning(page), 'No messages since you joined. Earlier ones are not shown.');
    expect(await page.isVisible('#older')).toBe(false);
    await keepPage(page, 'page-newcomer');
    await hal.say(room, 'welcome');
    await says(beginning(page), 'Messages from before you joined are not shown.');
    await makeRoom(page, 'ivys-room');
    await says(beginning(page), 'This is the start of #ivys-room. No messages yet.');
    await hal.close();
    await close();
  });

  test('an invite link is accepted by the page, also by an open one', async () => {
    using ownFolder = temporaryFolder();
    await using closed = await startServer(ownFolder.path, { args: [...noLimits, '--signup=invite'] });
    const ownBrowser = await openBrowser(closed.pin);
    const fragment = new URL(closed.invite ?? '').hash;
    const { page, close } = await openPage({ browser: ownBrowser, server: { page: `${closed.page}${fragment}` } });
    await says(page.locator('#entry-title'), 'Sign up with your invite');
    expect(new URL(page.url()).hash).toBe('');
    await keepPage(page, 'page-invited');
    await page.fill('#user', 'jo');
    await page.fill('#password', passwordOf('jo'));
    // Enter submits the form that the link opened.
    await page.press('#password', 'Enter');
    await inChat(page);
    // The same link again, in the tab that is logged in.
    await page.evaluate((hash) => {
      location.hash = hash;
    }, fragment);
    await says(error(page), 'You are already logged in as jo. To use the invite, log out first.');
    expect(new URL(page.url()).hash).toBe('');
    await page.click('#logout');
    await page.waitForSelector('#entry:not([hidden])');
    expect(await page.inputValue('#invite')).toMatch(/^[\w-]+$/);
    await close();
    await ownBrowser.close();
  });
});
