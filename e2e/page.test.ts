import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { keepPage } from './support/browser.ts';
import {
  composer,
  enterRoom,
  error,
  inChat,
  lineUnder,
  logIn,
  makeRoom,
  messages,
  narrow,
  openPage,
  say,
  says,
  signUp,
  whileStill,
  wide,
} from './support/page.ts';
import { servedSite } from './support/site.ts';
import { lacks } from './support/tools.ts';

const stored = (page: Page) => page.evaluate(() => Object.keys({ ...sessionStorage, ...localStorage }).sort());

describe.skipIf(lacks('chromium'))('the page', () => {
  const site = servedSite();

  for (const viewport of [narrow, wide]) {
    const at = `at ${viewport.width} px`;
    const name = (who: string) => `${who}-${viewport.width}`;

    test(`${at}, a draft stays with its room, and survives a reload`, async () => {
      const { page, troubles, close } = await openPage(site, { viewport });
      await signUp(page, name('ada'));
      await composer(page).fill('half a thought');
      await makeRoom(page, name('kitchen'));
      expect(await composer(page).inputValue()).toBe('');
      await composer(page).fill('salt,\nand');
      await page.reload();
      await inChat(page);
      await expect.poll(() => composer(page).inputValue()).toBe('half a thought');
      await enterRoom(page, name('kitchen'));
      expect(await composer(page).inputValue()).toBe('salt,\nand');
      await composer(page).press('Enter');
      await expect.poll(() => messages(page)).toEqual(['salt,\nand']);
      await page.reload();
      await inChat(page);
      await enterRoom(page, name('kitchen'));
      expect(await composer(page).inputValue()).toBe('');
      await close();
      expect(troubles).toEqual([]);
    });

    test(`${at}, a long paste is neither truncated nor sent`, async () => {
      const { page, close } = await openPage(site, { viewport });
      await signUp(page, name('bob'));
      await composer(page).focus();
      await page.keyboard.insertText('x'.repeat(16_123));
      await says(page.locator('#counter'), '16,123 of 16,000 characters');
      await page.keyboard.press('Enter');
      await says(error(page), 'Too long: 16,123 of 16,000 characters.');
      expect((await composer(page).inputValue()).length).toBe(16_123);
      await keepPage(page, `page-too-long-${viewport.width}`);
      await composer(page).fill('y\n'.repeat(550));
      await page.click('#send');
      await says(error(page), 'Too long: 550 of 500 lines.');
      const fits = 'z'.repeat(16_000);
      await composer(page).fill(fits);
      await page.click('#send');
      // Once sent it is another element, which is drawn again.
      // A newcomer sees what somebody sent before.
      const folded = page.locator('[data-kind=message]').getByRole('button', { name: '14,800 more characters' }).last();
      await folded.click();
      await expect.poll(() => messages(page)).toContain(`${fits}Show less`);
      expect([await composer(page).inputValue(), await error(page).isVisible()]).toEqual(['', false]);
      await close();
    });
  }

  test('the newest message stays in view when a banner, a keyboard or a long draft takes space', async () => {
    const { page, close } = await openPage(site, { viewport: narrow });
    await signUp(page, 'lea');
    await makeRoom(page, 'leas-room');
    for (let n = 1; n <= 40; n++) await say(page, `line ${n}`);
    await expect.poll(async () => (await messages(page)).length).toBe(40);
    /** The pixels of the last line that are hidden in the scroller; 0 means fully visible. */
    const hidden = () =>
      page.evaluate(() => {
        const edge = document.querySelector('#scroller')?.getBoundingClientRect().bottom ?? 0;
        const last = document.querySelector('#timeline li:last-child')?.getBoundingClientRect().bottom ?? 0;
        return Math.max(0, Math.round(last - edge));
      });
    await expect.poll(hidden).toBe(0);
    await composer(page).fill('x'.repeat(16_100));
    await page.click('#send');
    await says(error(page), 'Too long');
    await expect.poll(hidden).toBe(0);
    await page.setViewportSize({ ...narrow, height: 380 });
    await expect.poll(hidden).toBe(0);
    // A reader further up stays there when the height changes.
    await page.locator('#scroller').evaluate((e) => e.scrollTo(0, 200));
    await expect.poll(hidden).toBeGreaterThan(100);
    await page.setViewportSize(narrow);
    await composer(page).fill('');
    await expect.poll(() => page.locator('#scroller').evaluate((e) => e.scrollTop)).toBe(200);
    await close();
  });

  test('a refused message keeps its text, says why, and is retried or discarded', async () => {
    const { page, close } = await openPage(site);
    await signUp(page, 'dee');
    await say(page, 'turned \u202e text');
    const refused = page.locator('#timeline [data-kind=pending]');
    await says(refused, /turned {2}text.*Not sent: .+/);
    await refused.getByRole('button', { name: /^Retry: turned/ }).click();
    await says(refused, 'Not sent:');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('composer');
    await refused.getByRole('button', { name: /^Discard: turned/ }).click();
    await expect.poll(() => refused.count()).toBe(0);
    await close();
  });

  test('a reconnection announces what arrived, and nothing is announced twice to screen readers', async () => {
    const { page, close } = await openPage(site);
    await signUp(page, 'eve');
    const { page: other, close: closeOther } = await openPage(site);
    await signUp(other, 'fay');
    const line = await lineUnder(page);
    await page.reload();
    await inChat(page);
    const status = page.locator('#status');
    expect(await status.isVisible()).toBe(false);
    await say(other, 'heard live');
    await says(page.locator('#announce'), /^fay: heard live$/);
    expect(await page.locator('#timeline').evaluate((e) => e.closest('[aria-live], [role=log]'))).toBeNull();
    await line.cut('blocked');
    await page.waitForSelector('#link-state[data-at=waiting]');
    await say(other, 'missed');
    await expect.poll(() => messages(other)).toContain('missed');
    line.mend();
    await says(status, /^Reconnected · [1-9]\d* new$/);
    expect(await messages(page)).toContain('missed');
    await expect.poll(() => status.isVisible()).toBe(false);
    await closeOther();
    await close();
  });

  test('the page reconnects immediately when the network or the tab is back', async () => {
    const { page, close } = await openPage(site);
    await signUp(page, 'gus');
    // The clock is frozen: any attempt now is caused by the event.
    await page.clock.install();
    await page.reload();
    await inChat(page);
    let tries = 0;
    await page.routeWebSocket(/.*/, (socket) => {
      tries++;
      void socket.close({ code: 1012 });
    });
    await page.reload();
    await expect.poll(() => tries).toBeGreaterThan(0);
    await page.waitForSelector('#link-state[data-at=waiting]');
    await page.clock.pauseAt(new Date(Date.now() + 3_600_000));
    for (const name of ['online', 'pageshow']) {
      await page.waitForSelector('#link-state[data-at=waiting]');
      const before = tries;
      await page.evaluate((event) => window.dispatchEvent(new Event(event)), name);
      await expect.poll(() => tries, { message: name }).toBe(before + 1);
    }
    await close();
  });

  test('logging out asks about unsent messages, is immediate without a server, and deletes local data', async () => {
    const { page, close } = await openPage(site);
    await signUp(page, 'hal', { stay: true });
    await composer(page).fill('my draft');
    await whileStill(site.server, async () => {
      await say(page, 'never to be sent');
      await page.waitForSelector('#timeline [data-kind=pending] >> text=never to be sent');
      await composer(page).fill('my draft');
      await page.click('#logout');
      await says(page.locator('#confirm'), '1 message has not been sent. It will be lost if you log out.');
      await page.keyboard.press('Escape');
      expect(await page.isVisible('#chat')).toBe(true);
      await page.click('#logout');
      await page.click('#confirm [value=yes]');
      await page.waitForSelector('#entry:not([hidden])');
      expect(await stored(page)).toEqual([]);
      await says(error(page), 'could not be reached');
    });
    await logIn(page, 'hal');
    expect([await composer(page).inputValue(), await error(page).isVisible()]).toEqual(['', false]);
    await page.click('#logout');
    await page.waitForSelector('#entry:not([hidden])');
    await page.reload();
    expect(await page.isVisible('#entry')).toBe(true);
    await close();
  });

  test('a rejected connection does not block the page', async () => {
    const { page, close } = await openPage(site);
    let refusing = true;
    await page.routeWebSocket(/.*/, (socket) => {
      if (refusing) socket.onMessage(() => void socket.close({ code: 1008 }));
      else socket.connectToServer();
    });
    await page.reload();
    await page.waitForSelector('#link-state[data-at=refused]');
    await says(error(page), 'refused');
    refusing = false;
    await signUp(page, 'ike');
    await close();
  });
});
