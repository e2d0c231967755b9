import { spawnSync } from 'node:child_process';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openBrowser } from './support/browser.ts';
import { good, newMember } from './support/member.ts';
import {
  enterRoom,
  inChat,
  makeRoom,
  messages,
  narrow,
  openPage,
  passwordOf,
  say,
  says,
  signUp,
  wide,
} from './support/page.ts';
import { noLimits, startServer } from './support/server.ts';
import { servedSite } from './support/site.ts';
import { lacks, serverBin, temporaryFolder } from './support/tools.ts';

/** What is said of each member. */
const members = (page: Page) => page.locator('#member-list .who').allTextContents();

describe.skipIf(lacks('chromium'))('people and rooms on the page', () => {
  const site = servedSite({ args: [...noLimits, '--password-min=14'] });

  for (const viewport of [narrow, wide]) {
    test(`at ${viewport.width} px, it shows the user, the members, and who of them is online`, async () => {
      const { page, close } = await openPage(site, { viewport });
      const ada = `ada-${viewport.width}`;
      const bob = `bob-${viewport.width}`;
      expect(await page.isVisible('#me')).toBe(false);
      await signUp(page, ada);
      expect([await page.isVisible('#me'), await page.textContent('#me')]).toEqual([true, ada]);
      const room = `den-${viewport.width}`;
      await makeRoom(page, room);
      await says(page.locator('#members-open'), '1 member');
      await page.click('#members-open');
      await expect.poll(() => members(page)).toEqual([`${ada} (you) owner online`]);
      const { client: other } = await newMember(site.server, bob);
      await other.joinRoom(room);
      // The open list is updated as users come and go.
      await expect.poll(() => members(page)).toEqual([`${ada} (you) owner online`, `${bob} online`]);
      await other.close();
      await expect.poll(() => members(page)).toEqual([`${ada} (you) owner online`, `${bob} offline`]);
      await page.keyboard.press('Escape');
      expect(await page.isVisible('#members')).toBe(false);
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('members-open');
      await says(page.locator('#members-open'), '2 members');
      await page.click('#logout');
      await page.waitForSelector('#entry:not([hidden])');
      expect([await page.isVisible('#me'), await page.textContent('#me'), await members(page)]).toEqual([
        false,
        '',
        [],
      ]);
      await close();
    });
  }

  test('the owner of a room renames it and sets its topic; others are not offered that', async () => {
    const { page, troubles, close } = await openPage(site, { viewport: wide });
    await signUp(page, 'liz');
    expect(await page.isVisible('#room-edit')).toBe(false);
    await makeRoom(page, 'shed');
    const { client: other } = await newMember(site.server, 'max');
    await other.joinRoom('shed');
    await page.click('#room-menu-open');
    await page.click('#room-edit');
    expect(await page.inputValue('#edit-name')).toBe('shed');
    await page.fill('#edit-name', 'general');
    await page.click('#edit-form button[type=submit]');
    await says(page.locator('#edit-error'), 'A room with that name already exists');
    await page.fill('#edit-name', '#Barn');
    await page.fill('#edit-topic', 'hay <b>only</b>');
    await page.getByLabel('Who may invite').selectOption('moderators');
    await page.getByLabel('What newcomers can read').press('ArrowDown');
    await page.press('#edit-topic', 'Enter');
    await expect.poll(() => page.textContent('#room-title')).toBe('#barn');
    await expect.poll(() => page.textContent('#topic')).toBe('hay <b>only</b>');
    await expect.poll(() => page.isVisible('#edit-dialog')).toBe(false);
    await says(page.locator('#timeline'), 'liz renamed the room to #barn');
    const policy = 'only moderators and owners may invite; newcomers can read only what is said after they join';
    await says(page.locator('#timeline'), `liz changed the room: ${policy}`);
    const { byRoom } = other.getSnapshot();
    await expect
      .poll(() => Object.values(other.getSnapshot().byRoom).map(({ name, topic }) => `${name}: ${topic}`))
      .toContain('barn: hay <b>only</b>');
    expect(Object.keys(byRoom)).toHaveLength(2);
    // Another room of the name is reported.
    await page.check('#private');
    await page.fill('#room-name', 'loft');
    await page.click('#create');
    await says(page.locator('#room-title'), '#loft');
    await enterRoom(page, 'barn');
    await page.click('#room-menu-open');
    await page.click('#room-edit');
    await page.fill('#edit-name', 'Loft');
    await page.press('#edit-name', 'Enter');
    await says(
      page.locator('#error'),
      /You have another room called #loft. This one is listed as #loft, the other one as #loft~/,
    );
    await enterRoom(page, 'general');
    await page.click('#room-menu-open');
    expect([await page.isVisible('#leave'), await page.isVisible('#room-edit')]).toEqual([true, false]);
    await other.close();
    await close();
    expect(troubles).toEqual([]);
  });

  test('rooms are chosen from a list with topics and member counts', async () => {
    const { page: maker, close: closeMaker } = await openPage(site);
    await signUp(maker, 'cyd');
    const { client: other } = await newMember(site.server, 'dee');
    await other.createRoom({ name: 'workshop', topic: 'How <b>things</b> are built' });
    await other.close();
    await makeRoom(maker, 'attic');
    const { page, troubles, close } = await openPage(site);
    await signUp(page, 'eve');
    await page.click('#others summary');
    const listed = (room: string) => page.locator('#room-list li', { hasText: `#${room}` });
    await says(listed('workshop'), '#workshop1 member · How <b>things</b> are built');
    await says(listed('attic'), '#attic1 member');
    expect(await listed('general').count()).toBe(0);
    await page.getByRole('button', { name: 'Join #attic' }).click();
    await expect.poll(() => page.textContent('#room-title')).toBe('#attic');
    await expect.poll(() => listed('attic').count()).toBe(0);
    await says(page.locator('#members-open'), '2 members');
    await say(page, 'hello up here');
    await expect.poll(() => messages(page)).toEqual(['hello up here']);
    await page.click('#room-menu-open');
    await page.click('#leave');
    await says(page.locator('#confirm'), 'Leave #attic? You will not see messages sent while you are not a member');
    await page.keyboard.press('Escape');
    expect(await page.textContent('#room-title')).toBe('#attic');
    await page.click('#room-menu-open');
    await page.click('#leave');
    await page.getByRole('button', { name: 'Leave', exact: true }).last().click();
    await expect.poll(() => listed('attic').count()).toBe(1);
    await close();
    await closeMaker();
    expect(troubles).toEqual([]);
  });

  test('the rule for a new password is shown before one is refused, and the password can be shown', async () => {
    const { page, close } = await openPage(site);
    await says(page.locator('#password-rule'), 'To sign up: at least 14 characters.');
    await page.fill('#user', 'fay');
    await page.fill('#password', passwordOf('fay'));
    expect(await page.getAttribute('#password', 'type')).toBe('password');
    await page.getByRole('button', { name: 'Show password' }).click();
    expect(await page.getAttribute('#password', 'type')).toBe('text');
    await page.click('#signup');
    await inChat(page);
    await page.click('#logout');
    await page.waitForSelector('#entry:not([hidden])');
    // The next user at this screen finds it hidden again, and empty.
    expect([await page.getAttribute('#password', 'type'), await page.inputValue('#password')]).toEqual([
      'password',
      '',
    ]);
    await close();
  });

  test('an invite can be pasted as a whole link, and the page explains where its code is', async () => {
    using ownFolder = temporaryFolder();
    await using closed = await startServer(ownFolder.path, { args: [...noLimits, '--signup=invite'] });
    const ownBrowser = await openBrowser(closed.pin);
    const { page, close } = await openPage({ browser: ownBrowser, server: closed });
    await says(page.locator('#invite-hint'), 'invite=');
    expect(closed.invite).toMatch(/^securechat:.*#pin=.*&invite=/);
    await page.fill('#invite', closed.invite ?? '');
    await signUp(page, 'gus');
    await close();
    await ownBrowser.close();
  });

  test('a newcomer with an invite that carries rooms begins in the first of them, and is told which are gone', async () => {
    const { client: owner } = await newMember(site.server, 'owner');
    good(await owner.createRoom({ name: 'newcomers', kind: 'private' }));
    const gone = good(await owner.createRoom({ name: 'all-gone' }));
    const args = ['invite', '--data', `${site.folder}/data`, '--json', '--room', 'all-gone', '--room', 'newcomers'];
    const { stdout } = spawnSync(process.execPath, [serverBin, ...args], { encoding: 'utf8' });
    good(await owner.archiveRoom(gone.id, true));
    const server = JSON.parse(stdout) as { readonly page: string };
    const { page, close } = await openPage({ browser: site.browser, server });
    await signUp(page, 'newcomer');
    await says(page.locator('#room-title'), '#newcomers');
    await says(page.locator('#error'), 'You have not joined #all-gone. It is archived. Its owners can end that.');
    await say(page, 'hello');
    await expect.poll(() => messages(page)).toEqual(['hello']);
    await close();
    await owner.close();
  });

  test('a password form that is filled in as soon as it opens keeps its answer', async () => {
    const { page, close } = await openPage(site, { viewport: wide });
    await signUp(page, 'quick');
    const answer = await page.evaluate(async () => {
      const place = document.querySelector<HTMLDetailsElement>('#password-change');
      const result = document.querySelector('#password-result');
      if (!place || !result) return 'there is no form';
      const reported = new Promise((resolve) => place.addEventListener('toggle', resolve, { once: true }));
      place.open = true;
      for (const [id, value] of [
        ['current', 'any password'],
        ['new', 'one long password'],
        ['again', 'two long passwords'],
      ]) {
        const input = document.querySelector<HTMLInputElement>(`#password-${id}`);
        if (input) input.value = value ?? '';
      }
      document.querySelector<HTMLFormElement>('#password-form')?.requestSubmit();
      await reported;
      return result.textContent;
    });
    expect(answer).toBe('The passwords do not match. Nothing was changed.');
    await close();
  });
});
