import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { keepPage } from './support/browser.ts';
import { good, newMember } from './support/member.ts';
import { enterRoom, faintTexts, makeRoom, narrow, openPage, passwordOf, say, says, signUp } from './support/page.ts';
import { noLimits } from './support/server.ts';
import { servedSite } from './support/site.ts';
import { lacks } from './support/tools.ts';

const wide = { width: 1440, height: 900 };

/** What is outside of the screen or of the element that it is in, so that it is cut off or scrolls sideways. */
const overflowing = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, input, select, p, h2, li, label, dialog')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.hidden, #side'))
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 0 && (left < -0.5 || right > innerWidth + 0.5);
      })
      .map((element) => element.id || element.textContent),
  );
/** Buttons of a dialog or menu that are too small for a finger (WCAG 2.2, 2.5.8: 24 by 24 px). */
const tiny = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('dialog[open] button, [popover] button, .room-head button')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => Math.min(element.clientWidth, element.clientHeight) < 24)
      .map((element) => element.textContent),
  );

/** Keeps a picture, and expects that nothing is cut off, too small or too faint in it. */
async function look(page: Page, name: string): Promise<void> {
  await keepPage(page, `page-${name}-${page.viewportSize()?.width}`);
  expect([await overflowing(page), await tiny(page), await faintTexts(page)]).toEqual([[], [], []]);
}

const memberOf = (page: Page, user: string) => page.locator(`#member-list [data-user="${user}"]`);
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

describe.skipIf(lacks('chromium'))('what moderators and owners do on the page', () => {
  const site = servedSite({ args: noLimits });

  for (const viewport of [narrow, wide]) {
    const at = `at ${viewport.width} px`;
    const named = (who: string) => `${who}-${viewport.width}`;

    test(`${at}, an owner makes a moderator, who removes and bans somebody and lifts the ban`, async () => {
      const owner = await openPage(site, { viewport });
      const [ada, bob, cyd] = [named('ada'), named('bob'), named('cyd')];
      await signUp(owner.page, ada);
      await makeRoom(owner.page, named('ops'));
      const moderator = await openPage(site, { viewport });
      await signUp(moderator.page, bob);
      const { client: other } = await newMember(site.server, cyd);
      const room = good(await other.joinRoom(named('ops'))).id;
      const { page } = moderator;
      if (viewport === narrow) await page.click('#menu');
      await page.fill('#room-name', named('ops'));
      await page.click('#join');
      await expect.poll(() => page.textContent('#room-title')).toBe(`#${named('ops')}`);
      await page.click('#members-open');
      await says(memberOf(page, ada), 'owner');
      // A member is offered nothing that the server would refuse.
      await press(page, `More about ${ada}`);
      expect(await memberOf(page, ada).locator('.choices button').allTextContents()).toEqual(['Block']);

      await owner.page.click('#members-open');
      await press(owner.page, `More about ${bob}`);
      await look(owner.page, 'members-choices');
      await press(owner.page, `Make ${bob} a moderator`);
      await says(memberOf(owner.page, bob), 'moderator');
      // The choices stay open, with the focus on the member whose role changed.
      expect(await owner.page.evaluate(() => document.activeElement?.closest('[data-user]')?.tagName)).toBe('LI');
      // The open list of the new moderator has the new choices without being opened again.
      await press(page, `More about ${cyd}`);
      expect(await memberOf(page, cyd).locator('.choices button').allTextContents()).toEqual([
        'Remove…',
        'Ban…',
        'Block',
      ]);

      await press(page, `Remove ${cyd}`);
      await says(page.locator('#removal-title'), `Remove ${cyd} from #${named('ops')}?`);
      await says(page.locator('#removal-hint'), 'They can join again.');
      await look(page, 'remove');
      await page.fill('#removal-reason', 'wrong room');
      await page.click('#removal-submit');
      await says(page.locator('#timeline'), `${bob} removed ${cyd} from #${named('ops')}: wrong room`);
      await expect.poll(() => memberOf(page, cyd).count()).toBe(0);
      await page.keyboard.press('Escape');

      await page.click('#room-menu-open');
      await look(page, 'room-menu');
      await page.click('#bans');
      await says(page.locator('#ban-list'), `Nobody is banned from #${named('ops')}.`);
      await page.fill('#ban-name', `@${cyd}`);
      await page.press('#ban-name', 'Enter');
      await page.selectOption('#removal-end', 'other');
      await page.fill('#removal-duration', 'long');
      await page.press('#removal-duration', 'Enter');
      await says(page.locator('#removal-error'), 'Write how long as 30m, 12h, 7d or 2w');
      await look(page, 'ban');
      await page.fill('#removal-duration', '3d');
      await page.fill('#removal-reason', 'spam');
      await page.click('#removal-submit');
      await says(page.locator('#ban-list'), new RegExp(`${cyd} until 20.*, banned by ${bob}: spam`));
      await look(page, 'bans');
      expect(await other.joinRoom(named('ops'))).toMatchObject({ error: { refusal: { code: 'banned' } } });
      await press(page, `Unban ${cyd}`);
      await says(page.locator('#ban-list'), 'Nobody is banned');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('ban-name');
      expect(good(await other.joinRoom(named('ops'))).id).toBe(room);
      await page.keyboard.press('Escape');
      await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('room-menu-open');

      await other.close();
      await owner.close();
      await moderator.close();
      expect([...owner.troubles, ...moderator.troubles]).toEqual([]);
    });

    test(`${at}, an owner's own role is given up after a question only, and the last owner is told why not`, async () => {
      const { page, troubles, close } = await openPage(site, { viewport });
      const [dee, eve] = [named('dee'), named('eve')];
      await signUp(page, dee);
      await makeRoom(page, named('loft'));
      const { client: other } = await newMember(site.server, eve);
      await other.joinRoom(named('loft'));
      await page.click('#members-open');
      await press(page, `More about ${dee}`);
      await press(page, 'Become a member');
      await says(page.locator('#confirm'), 'You would no longer be an owner of this room');
      await look(page, 'give-up');
      await page.click('#confirm-yes');
      await says(page.locator('#members-error'), 'The room would be without an owner. Make another member an owner');
      await look(page, 'last-owner');
      await press(page, `More about ${eve}`);
      await press(page, `Make ${eve} an owner`);
      await page.click('#confirm-no');
      expect(await memberOf(page, eve).locator('.role').count()).toBe(0);
      await press(page, `Make ${eve} an owner`);
      await page.click('#confirm-yes');
      await says(memberOf(page, eve), 'owner');
      await press(page, `More about ${dee}`);
      await press(page, 'Become a reader');
      await page.click('#confirm-yes');
      await says(memberOf(page, dee), 'reader');
      await page.keyboard.press('Escape');
      await says(page.locator('#read-only'), `You can only read #${named('loft')}: you are a reader there.`);
      expect([await page.isVisible('#composer'), await page.isVisible('#send')]).toEqual([false, false]);
      await look(page, 'read-only');
      await enterRoom(page, 'general');
      await say(page, 'here I can write');
      expect(await page.isVisible('#read-only')).toBe(false);
      await other.close();
      await close();
      expect(troubles).toEqual([]);
    });
  }

  for (const viewport of [narrow, wide]) {
    const named = (who: string) => `${who}-${viewport.width}`;

    test(`at ${viewport.width} px, people are invited by name and by a link, and what is pending is revoked`, async () => {
      const owner = await openPage(site, { viewport });
      const { page } = owner;
      await signUp(page, named('kim'));
      if (viewport === narrow) await page.click('#menu');
      await page.check('#private');
      await page.keyboard.press('Escape');
      await makeRoom(page, named('plans'));
      const guest = await openPage(site, { viewport });
      await signUp(guest.page, named('lou'));
      const { client: other } = await newMember(site.server, named('moe'));
      await page.click('#room-menu-open');
      await page.click('#invite-open');
      await page.fill('#invite-name', 'nobody-at-all');
      await page.press('#invite-name', 'Enter');
      await says(page.locator('#invite-result'), 'No account has that user name.');
      for (const who of ['lou', 'moe']) {
        await page.fill('#invite-name', `@${named(who)}`);
        await page.press('#invite-name', 'Enter');
        await says(page.locator('#invite-result'), `Invited ${named(who)} to #${named('plans')}.`);
      }
      await says(page.locator('#invite-pending'), new RegExp(`${named('lou')}invited by ${named('kim')} · just now`));
      await page.click('#invite-link-make');
      await says(page.locator('#invite-link-hint'), `One person can join #${named('plans')} with it until 20`);
      await look(page, 'invite');
      await page.click('#invite-link-copy');
      await says(page.locator('#invite-result'), /^Copied|selected link by hand/);
      const link = await page.inputValue('#invite-link');
      expect(link).toMatch(/^https:.*\/#join=[\w-]{22}$/);

      // Who is invited accepts in the list of rooms; then nothing is pending of them.
      if (viewport === narrow) await guest.page.click('#menu');
      await press(guest.page, `Accept the invitation to #${named('plans')}`);
      await expect.poll(() => guest.page.textContent('#room-title')).toBe(`#${named('plans')}`);
      await expect.poll(() => page.locator(`#invite-pending [data-user="${named('lou')}"]`).count()).toBe(0);
      await press(page, `Revoke the invitation of ${named('moe')}`);
      await says(page.locator('#invite-result'), `Revoked the invitation of ${named('moe')}.`);
      expect(good(await other.invitations())).toEqual([]);

      // A link asks somebody who is logged in, and works for one person.
      await guest.page.click('#room-menu-open');
      await guest.page.click('#leave');
      await guest.page.click('#confirm-yes');
      await expect.poll(() => guest.page.textContent('#room-title')).toBe('#general');
      await guest.page.goto(link);
      await says(guest.page.locator('#confirm'), 'Join the room of this link?');
      await look(guest.page, 'join-link');
      expect(guest.page.url()).not.toContain('join');
      await guest.page.click('#confirm-yes');
      await expect.poll(() => guest.page.textContent('#room-title')).toBe(`#${named('plans')}`);
      const late = await openPage({ browser: site.browser, server: { page: link } }, { viewport });
      await says(late.page.locator('#join-note'), 'After you have logged in or signed up, you join the room');
      await look(late.page, 'join-note');
      await signUp(late.page, named('ned'));
      await says(late.page.locator('#error'), 'There is no such invitation: it was used');
      await page.click('#invite-link-make');
      await expect.poll(() => page.inputValue('#invite-link')).not.toBe(link);
      const second = await page.inputValue('#invite-link');
      await late.page.click('#logout');
      await late.page.goto(second);
      await late.page.fill('#user', named('ned'));
      await late.page.fill('#password', passwordOf(named('ned')));
      await late.page.click('#login');
      await expect.poll(() => late.page.textContent('#room-title')).toBe(`#${named('plans')}`);
      await page.click('#invite-link-make');
      await press(page, 'Revoke 1 unused link');
      await says(page.locator('#invite-result'), 'Revoked the unused links.');
      expect(await page.isVisible('#invite-link')).toBe(false);
      await other.close();
      for (const each of [owner, guest, late]) await each.close();
      expect([...owner.troubles, ...guest.troubles, ...late.troubles]).toEqual([]);
    });
  }

  test('with the keyboard alone, an owner makes a reader, who is told at once why the field is gone', async () => {
    const { page, close } = await openPage(site, { viewport: wide });
    await signUp(page, 'fay');
    await makeRoom(page, 'cellar');
    const reader = await openPage(site, { viewport: wide });
    await signUp(reader.page, 'gus');
    await reader.page.fill('#room-name', 'cellar');
    await reader.page.press('#room-name', 'Enter');
    await expect.poll(() => reader.page.textContent('#room-title')).toBe('#cellar');
    await reader.page.fill('#composer', 'half a thought');
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);
    const tabTo = async (name: string) => {
      for (let i = 0; i < 30 && (await focused()) !== name; i++) await page.keyboard.press('Tab');
      expect(await focused()).toBe(name);
    };
    await page.focus('#me, #logout');
    await tabTo('2 members');
    await page.keyboard.press('Enter');
    await says(memberOf(page, 'gus'), 'online');
    await tabTo('More about gus');
    await page.keyboard.press('Enter');
    await tabTo('Make gus a reader');
    await page.keyboard.press('Enter');
    await says(memberOf(page, 'gus'), 'reader');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('2 members');
    await says(reader.page.locator('#read-only'), 'You can only read #cellar');
    expect(await reader.page.evaluate(() => document.activeElement?.id)).toBe('scroller');
    // What was typed is still there for later.
    await page.keyboard.press('Enter');
    await tabTo('More about gus');
    await page.keyboard.press('Enter');
    await tabTo('Make gus a member');
    await page.keyboard.press('Enter');
    await reader.page.waitForSelector('#composer:visible');
    expect(await reader.page.inputValue('#composer')).toBe('half a thought');
    await reader.close();
    await close();
  });

  test('a direct room whose other person is gone can only be read', async () => {
    const { page, close } = await openPage(site);
    await signUp(page, 'ida');
    const { client: other } = await newMember(site.server, 'joe');
    const room = good(await other.openDirect('ida')).id;
    await other.say(room, 'bye');
    await page.locator('#rooms button', { hasText: '@joe' }).click();
    await page.waitForSelector('#composer:visible');
    expect(await other.deleteAccount('the long password of joe')).toMatchObject({ ok: true });
    await says(page.locator('#read-only'), 'so this room can only be read.');
    expect(await page.isVisible('#composer')).toBe(false);
    await other.close();
    await close();
  });
});
