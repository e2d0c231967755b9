import { cpSync, rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  enterRoom,
  inChat,
  lineUnder,
  logIn,
  makeRoom,
  messages,
  openPage,
  say,
  says,
  signUp,
} from './support/page.ts';
import { servedSite } from './support/site.ts';
import { lacks } from './support/tools.ts';

const pending = (page: Page) => page.locator('#timeline [data-kind=pending] .text').allTextContents();
const storedUnsent = (page: Page) =>
  page.evaluate(() => Object.keys({ ...sessionStorage, ...localStorage }).filter((k) => k.includes('unsent')).length);

/** Creates a room on a page with a controllable connection. */
async function roomOnLine(page: Page, room: string) {
  await makeRoom(page, room);
  const line = await lineUnder(page);
  await page.reload();
  await inChat(page);
  await enterRoom(page, room);
  return line;
}

describe.skipIf(lacks('chromium'))('unsent messages on the page', () => {
  const site = servedSite();

  for (const how of ['blocked', 'one-way'] as const) {
    test(`survive a reload on a ${how} line, and arrive once and in order`, async () => {
      const { page, troubles, close } = await openPage(site);
      await signUp(page, `ada-${how}`);
      const room = `room-${how}`;
      const line = await roomOnLine(page, room);
      await line.cut(how);
      const said = ['one', 'two', 'three'];
      for (const text of said) await say(page, text);
      await expect.poll(() => pending(page)).toEqual(said);
      await expect
        .poll(() => page.locator('#timeline .state:visible').allTextContents())
        .toEqual(said.map(() => 'sending…'));
      await page.fill('#composer', 'half a thought');
      await line.cut('blocked');
      await page.reload();
      // No reply from the server: they are still shown as being sent.
      await expect.poll(() => pending(page)).toEqual(said);
      expect([await page.textContent('#room-title'), await storedUnsent(page)]).toEqual([`#${room}`, 3]);
      line.mend();
      await expect.poll(() => messages(page)).toEqual(said);
      await expect.poll(() => storedUnsent(page)).toBe(0);
      expect(await page.inputValue('#composer')).toBe('half a thought');
      await page.reload();
      await inChat(page);
      await enterRoom(page, room);
      await expect.poll(() => messages(page)).toEqual(said);
      await close();
      expect(troubles).toEqual([]);
    });
  }

  test('are sent by any tab that can, once, and no tab drops those of another one', async () => {
    const { page, close } = await openPage(site);
    await signUp(page, 'bob', { stay: true });
    const room = 'bobs-room';
    const line = await roomOnLine(page, room);
    await line.cut('blocked');
    await say(page, 'from the first tab');
    const other = await page.context().newPage();
    await other.goto(site.server.page);
    await inChat(other);
    await enterRoom(other, room);
    await expect.poll(() => messages(other)).toEqual(['from the first tab']);
    await say(page, 'from the first tab again');
    await say(other, 'from the other tab');
    await expect.poll(() => messages(other)).toEqual(['from the first tab', 'from the other tab']);
    expect(await storedUnsent(other)).toBe(1);
    line.mend();
    const all = ['from the first tab', 'from the other tab', 'from the first tab again'];
    for (const tab of [page, other]) await expect.poll(() => messages(tab)).toEqual(all);
    await expect.poll(() => storedUnsent(other)).toBe(0);
    await close();
  });

  test('are stored on the device for a browser that stays signed in, also without a tab', async () => {
    const { page, close } = await openPage(site);
    await signUp(page, 'fay', { stay: true });
    await makeRoom(page, 'fays-room');
    const line = await lineUnder(page);
    await page.reload();
    await inChat(page);
    await enterRoom(page, 'fays-room');
    await line.cut('blocked');
    await say(page, 'said before the tab was closed');
    await expect.poll(() => storedUnsent(page)).toBe(1);
    const context = page.context();
    await page.close();
    const later = await context.newPage();
    await later.goto(site.server.page);
    await inChat(later);
    await enterRoom(later, 'fays-room');
    await expect.poll(() => messages(later)).toEqual(['said before the tab was closed']);
    await close();
  });

  test('are reported as lost with the page if the browser stores nothing, and are still sent', async () => {
    const { page, troubles, close } = await openPage(site);
    await page.addInitScript(() => {
      for (const name of ['sessionStorage', 'localStorage']) {
        Object.defineProperty(window, name, {
          get: () => {
            throw new DOMException('denied', 'SecurityError');
          },
        });
      }
    });
    await page.reload();
    await signUp(page, 'gus');
    await say(page, 'nothing is kept');
    await expect.poll(() => messages(page)).toContain('nothing is kept');
    const error = page.locator('#error');
    await says(error, 'This browser does not store data for this page');
    // It is reported once.
    await say(page, 'as was said');
    await expect.poll(() => messages(page)).toContain('as was said');
    expect(await error.textContent()).toBe('');
    await makeRoom(page, 'gus-room');
    await page.fill('#composer', 'half a thought');
    await enterRoom(page, 'general');
    await enterRoom(page, 'gus-room');
    expect(await page.inputValue('#composer')).toBe('half a thought');
    await close();
    expect(troubles).toEqual([]);
  });

  test('wait for the next log-in when the session was ended from elsewhere', async () => {
    const { page, close } = await openPage(site);
    await signUp(page, 'cyd');
    const room = 'cyds-room';
    const line = await roomOnLine(page, room);
    await line.cut('blocked');
    await say(page, 'to be continued');
    const { page: elsewhere, close: closeElsewhere } = await openPage(site);
    await logIn(elsewhere, 'cyd');
    await elsewhere.click('#devices summary');
    await elsewhere.getByRole('button', { name: /^Log out browser/ }).click();
    await expect.poll(() => elsewhere.locator('#sessions button').count()).toBe(0);
    line.mend();
    await page.waitForSelector('#entry:not([hidden])');
    await says(page.locator('#error'), 'Your unsent messages stay here until you log in again.');
    await logIn(page, 'cyd');
    await enterRoom(page, room);
    await expect.poll(() => messages(page)).toEqual(['to be continued']);
    await expect.poll(() => storedUnsent(page)).toBe(0);
    await closeElsewhere();
    await close();
  });

  test('keep the reason of a refusal over a reload', async () => {
    const { page, close } = await openPage(site);
    await signUp(page, 'dee');
    await say(page, 'turned \u202e text');
    await says(page.locator('#timeline [data-kind=pending]'), 'Not sent:');
    await page.reload();
    await inChat(page);
    const refused = page.locator('#timeline [data-kind=pending]');
    await says(refused, /turned {2}text.*Not sent: .+/);
    await refused.getByRole('button', { name: /^Discard/ }).click();
    await expect.poll(() => storedUnsent(page)).toBe(0);
    await close();
  });

  test('a server that was restored from an older copy is reported, and its rooms are shown as they are now', async () => {
    const { page, close } = await openPage(site);
    await signUp(page, 'eve');
    await makeRoom(page, 'eves-room');
    await say(page, 'in the copy');
    await expect.poll(() => messages(page)).toEqual(['in the copy']);
    const [data, copy] = [`${site.folder}/data`, `${site.folder}/copy`];
    await site.restart(async () => {
      cpSync(data, copy, { recursive: true });
      await page.waitForSelector('#link-state[data-at=waiting]');
    });
    await says(page.locator('#status'), /^Reconnected$/);
    await say(page, 'after the copy');
    await expect.poll(() => messages(page)).toEqual(['in the copy', 'after the copy']);
    await site.restart(async () => {
      rmSync(data, { recursive: true });
      cpSync(copy, data, { recursive: true });
    });
    await says(page.locator('#status'), /1 room reloaded\. .*history has changed/);
    expect(await messages(page)).toEqual(['in the copy']);
    await close();
  });
});
