import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { keepPage } from './support/browser.ts';
import { good, newMember } from './support/member.ts';
import {
  composer,
  enterRoom,
  faintTexts,
  inChat,
  lineUnder,
  logIn,
  makeRoom,
  messages,
  narrow,
  openPage,
  says,
  signUp,
  wide,
} from './support/page.ts';
import { noLimits } from './support/server.ts';
import { servedSite } from './support/site.ts';
import { lacks } from './support/tools.ts';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
/** Makes a choice in the menu of the shown room. */
async function choose(page: Page, label: string): Promise<void> {
  await page.click('#room-menu-open');
  await page.locator('#room-menu').getByRole('button', { name: label, exact: true }).click();
}
const roomList = (page: Page) => page.locator('#rooms li').allTextContents();

describe.skipIf(lacks('chromium'))('what a person keeps, on the page', () => {
  const site = servedSite({ args: noLimits });

  test('rooms are favourites, muted and archived, which all devices of the user show', async () => {
    const { page, troubles, close } = await openPage(site, { viewport: wide });
    await signUp(page, 'ada');
    await makeRoom(page, 'ops');
    const { client: other } = await newMember(site.server, 'bob');
    const room = good(await other.joinRoom('ops')).id;
    const second = await openPage(site, { viewport: narrow });
    await logIn(second.page, 'ada');
    await choose(page, 'Add to favourites');
    await choose(page, 'Mute');
    await expect.poll(() => roomList(page)).toEqual(['Favourites', '#ops muted', 'Rooms', '#general']);
    await second.page.click('#menu');
    await expect.poll(() => roomList(second.page)).toEqual(['Favourites', '#ops muted', 'Rooms', '#general']);
    await expect.poll(() => second.page.locator('#side').evaluate((e) => e.getAnimations().length)).toBe(0);
    await keepPage(second.page, 'page-favourites-360');
    expect(await faintTexts(second.page)).toEqual([]);
    await second.page.keyboard.press('Escape');
    // A muted room counts nothing; with mentions only, it counts those.
    await enterRoom(page, 'general');
    await other.say(room, 'are you there?');
    await enterRoom(page, 'ops');
    await expect.poll(() => messages(page)).toEqual(['are you there?']);
    await choose(page, 'Unmute');
    await choose(page, 'Notify of mentions only');
    await enterRoom(page, 'general');
    await other.say(room, 'hello all');
    await other.say(room, 'and you, @ada');
    await expect.poll(() => page.textContent(`[data-room="${room}"]`)).toBe('#ops@1 unread');
    await enterRoom(page, 'ops');
    await choose(page, 'Notify of all messages');
    await choose(page, 'Archive…');
    await says(page.locator('#confirm'), 'Archive #ops? Nobody can write in it');
    await page.click('#confirm-yes');
    await says(page.locator('#read-only'), 'That room is archived');
    await expect.poll(() => roomList(page)).toEqual(['Favourites', '#ops archived', 'Rooms', '#general']);
    await choose(page, 'Delete…');
    await says(page.locator('#confirm'), 'Delete #ops with all its messages, for everybody and for good?');
    await page.click('#confirm-yes');
    await page.waitForSelector('#error:visible');
    await enterRoom(page, 'general');
    await page.click('#archived summary');
    await says(page.locator('#archived-list li'), '#ops2 members');
    await page.getByRole('button', { name: 'Open #ops' }).press('Enter');
    await expect.poll(() => page.textContent('#room-title')).toBe('#ops');
    await page.getByRole('button', { name: 'Unarchive #ops' }).click();
    await says(page.locator('#archived-list li'), 'No public room is archived.');
    await page.waitForSelector('#composer:visible');
    await choose(page, 'Remove from favourites');
    await expect.poll(() => roomList(page)).toEqual(['#general', '#ops']);
    await other.close();
    await second.close();
    await close();
    expect(troubles).toEqual([]);
  });

  test('messages of blocked people are folded and open one by one; a hidden direct room comes back', async () => {
    const { page, close } = await openPage(site, { viewport: narrow });
    await signUp(page, 'cyd');
    await makeRoom(page, 'yard');
    const { client: other } = await newMember(site.server, 'dee');
    const room = good(await other.joinRoom('yard')).id;
    await other.say(room, 'one');
    await other.say(room, '/me waves');
    await expect.poll(() => messages(page)).toEqual(['one', '* dee waves']);
    await page.click('#members-open');
    await press(page, 'More about dee');
    await press(page, 'Block dee: fold their messages, for you only');
    await says(page.locator('#member-list [data-user=dee] .who'), 'blocked');
    await press(page, 'Message dee');
    await says(page.locator('#members-error'), 'You have blocked dee. To write to them, unblock them.');
    await page.keyboard.press('Escape');
    await expect.poll(() => messages(page)).toEqual([]);
    const folded = page.locator('#timeline .folded');
    expect(await folded.allInnerTexts()).toEqual(Array(2).fill('message from dee, who is blocked Show'));
    await keepPage(page, 'page-blocked-360');
    expect(await faintTexts(page)).toEqual([]);
    await folded.first().locator('button').click();
    expect(await messages(page)).toEqual(['one']);
    await page.click('#menu');
    await page.click('#blocked summary');
    expect(await page.locator('#blocked-list li').allInnerTexts()).toEqual([expect.stringMatching(/^dee\s+Unblock$/)]);
    await page.getByRole('button', { name: 'Unblock dee' }).press('Enter');
    await expect.poll(() => page.isVisible('#blocked')).toBe(false);
    await page.keyboard.press('Escape');
    await expect.poll(() => messages(page)).toEqual(['one', '* dee waves']);

    const direct = good(await other.openDirect('cyd')).id;
    await other.say(direct, 'psst');
    await page.click('#menu');
    await page.locator('#rooms button', { hasText: '@dee' }).click();
    await choose(page, 'Hide until the next message');
    await expect.poll(() => page.textContent('#room-title')).toBe('#general');
    await page.click('#menu');
    expect(await roomList(page)).not.toContain('@dee');
    await other.say(direct, 'again');
    await page.locator('#rooms button', { hasText: '@dee' }).click();
    await expect.poll(() => page.textContent('#room-title')).toBe('@dee');
    await other.close();
    await close();
  });

  test('a draft follows the user to another device, and never replaces what was written there', async () => {
    const { page, close } = await openPage(site);
    await signUp(page, 'eve');
    const second = await openPage(site);
    const line = await lineUnder(second.page);
    await second.page.reload();
    await logIn(second.page, 'eve');
    await composer(page).fill('half a thought');
    await expect.poll(() => composer(second.page).inputValue()).toBe('half a thought');
    expect(await second.page.isVisible('#draft-origin')).toBe(true);
    expect(await page.isVisible('#draft-origin')).toBe(false);
    // Written on both at once, while one of them is away.
    await line.cut('blocked');
    await second.page.waitForSelector('#link-state:not([data-at=online])');
    await composer(second.page).fill('written offline');
    expect(await second.page.isVisible('#draft-origin')).toBe(false);
    await composer(page).fill('half a thought, completed');
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    const third = await openPage(site);
    await logIn(third.page, 'eve');
    await expect.poll(() => composer(third.page).inputValue()).toBe('half a thought, completed');
    line.mend();
    await second.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await inChat(second.page);
    await says(second.page.locator('#other-draft'), 'Draft from another device.');
    await second.page.waitForSelector('#other-draft:visible');
    await keepPage(second.page, 'page-other-draft');
    expect(await composer(second.page).inputValue()).toBe('written offline');
    await second.page.click('#other-draft-take');
    expect(await composer(second.page).inputValue()).toBe('half a thought, completed');
    await second.page.keyboard.press('Control+z');
    expect(await composer(second.page).inputValue()).toBe('written offline');
    await second.page.keyboard.press('Control+y');
    await second.page.press('#composer', 'Enter');
    for (const each of [page, third.page]) await expect.poll(() => composer(each).inputValue()).toBe('');
    for (const each of [second, third]) await each.close();
    await close();
  });
});
