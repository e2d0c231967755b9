import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { serverWith } from './support/cli.ts';
import { logIn, openPage, passwordOf, says, signUp, wide } from './support/page.ts';
import { noLimits } from './support/server.ts';
import { servedSite } from './support/site.ts';
import { openChat, openTerminal } from './support/terminal.ts';
import { cliCommand, lacks } from './support/tools.ts';

/** The names of what the page stores in this browser. */
const kept = (page: Page) => page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);

const json = (line: string) => JSON.parse(line) as Record<string, unknown>;

test('scripts set and print a profile, and delete an account only when that is confirmed', async () => {
  await using site = await serverWith('ada', 'bob');
  const { ada, bob } = site;
  expect(await ada.run(['account', 'name', 'Ada Lovelace'])).toMatchObject({ code: 0 });
  expect(await ada.run(['account', 'status', 'on the engine'])).toMatchObject({ code: 0 });
  expect(await ada.run(['account', 'away', 'lunch'])).toMatchObject({ code: 0 });
  const profile = { user: 'ada', displayName: 'Ada Lovelace', status: 'on the engine', away: 'lunch' };
  expect(json((await bob.run(['who', 'ada', '--json'])).out)).toMatchObject(profile);
  expect((await bob.run(['who', '@Ada'])).out).toMatch(/^User name +ada\nDisplay name +Ada Lovelace\n/);
  expect((await bob.run(['users'])).out).toContain('ada (Ada Lovelace · on the engine · away: lunch)');
  expect(await ada.run(['account', 'status', 'x'.repeat(101)])).toMatchObject({
    code: 5,
    err: expect.stringContaining('The status is too long: 101 of 100 characters.'),
  });
  await ada.run(['account', 'invisible', 'on']);
  expect(json((await ada.run(['account', '--json'])).out)).toMatchObject({ ...profile, invisible: true });
  await ada.run(['account', 'back']);
  await ada.run(['account', 'name', 'none']);
  expect(json((await bob.run(['who', 'ada', '--json'])).out)).toEqual({ user: 'ada', status: 'on the engine' });
  expect(await bob.run(['who', 'eve'])).toMatchObject({ code: 5, err: expect.stringContaining('No account has') });

  await ada.run(['send', 'it stays']);
  const input = 'the long password of ada\n';
  expect(await ada.run(['account', 'delete', '--password-stdin'], { input })).toMatchObject({
    code: 2,
    err: expect.stringContaining('--yes'),
  });
  const wrong = await ada.run(['account', 'delete', '--yes', '--password-stdin'], { input: 'not it\n' });
  expect(wrong).toMatchObject({ code: 3 });
  expect((await ada.run(['whoami'])).code).toBe(0);
  expect(await ada.run(['account', 'delete', '--yes', '--password-stdin'], { input })).toMatchObject({ code: 0 });
  expect(await ada.run(['whoami'])).toMatchObject({ code: 3 });
  expect(json((await bob.run(['who', 'ada', '--json'])).out)).toEqual({ user: 'ada', deleted: true });
  expect((await bob.run(['history'])).out).toMatch(/it stays[\s\S]*ada deleted their account/);
});

test.skipIf(lacks('tmux'))(
  'in the terminal: a name, a status, away, /who, and the deletion of the account',
  async () => {
    await using site = await serverWith('ada', 'bob');
    const { ada, bob } = site;
    await ada.run(['send', 'it stays']);
    using mine = openTerminal();
    using others = openTerminal({ columns: 140 });
    await openChat(mine, ada);
    await openChat(others, bob);
    await mine.sees('online');
    await others.sees('2 of 2 online');
    mine.type('/nick Ada Lovelace\r');
    await mine.sees('Your display name is Ada Lovelace.');
    mine.type('/status on the engine\r');
    await mine.sees('Your status is: on the engine');
    mine.type('/away lunch\r');
    await mine.sees('ada (away)');
    others.type('/who ada\r');
    await others.sees(/Display name +Ada Lovelace/);
    await others.sees(/Presence +away: lunch/);
    others.key('Escape');
    using shell = openTerminal();
    shell.enter(`clear; ${cliCommand} account delete ${ada.common.join(' ')}; echo code $?`);
    await shell.sees('Type your user name to confirm:');
    shell.enter('ada');
    await shell.sees(/^Password:$/m);
    shell.enter('the long password of ada');
    await shell.sees('Deleted the account ada.');
    await shell.sees(/^code 0$/m);
    await mine.sees('This account was deleted. Nobody can log in to it.');
    await others.sees('ada deleted their account');
    await others.sees(/ada \(deleted\).*it stays/);
  },
);

describe.skipIf(lacks('chromium'))('people on the page', () => {
  const site = servedSite({ args: [...noLimits] });

  test('a profile, who is away, and the deletion of the account', async () => {
    const { page, close } = await openPage(site, { viewport: wide });
    await signUp(page, 'ann');
    const other = await openPage(site, { viewport: wide });
    await signUp(other.page, 'ben');
    await page.click('#profile-title');
    await page.fill('#profile-name', 'Ann Other');
    await page.fill('#profile-status', 'busy');
    await page.fill('#profile-reason', 'lunch');
    await page.click('#profile-submit');
    await says(page.locator('#profile-result'), 'Saved.');
    await says(page.locator('#profile-title'), 'Profile (away: lunch)');
    await other.page.click('#members-open');
    await says(other.page.locator('#member-list'), /ann online\s*Ann Other · busy · away: lunch/);
    await page.click('#account-delete summary');
    await page.fill('#delete-password', 'not the password');
    await page.click('#delete-submit');
    await page.click('#confirm-yes');
    await says(page.locator('#delete-result'), 'The password is wrong. Nothing was deleted.');
    // One page is open elsewhere, and another one is away.
    const second = await openPage(site);
    const third = await openPage(site);
    for (const each of [page, second.page, third.page]) {
      if (each !== page) await logIn(each, 'ann');
      await each.fill('#composer', 'a draft that nobody needs');
      await expect.poll(() => kept(each)).toContain('securechat.draft.ann.general');
    }
    await third.page.goto('about:blank');
    await page.fill('#delete-password', passwordOf('ann'));
    await page.click('#delete-submit');
    await says(page.locator('#confirm-text'), 'Delete the account ann for good?');
    await page.click('#confirm-yes');
    await says(page.locator('#error'), 'Your account was deleted.');
    await page.waitForSelector('#entry:not([hidden])');
    const gone = 'This account was deleted. Nobody can log in to it.';
    await says(second.page.locator('#error'), gone);
    await third.page.goto(site.server.page);
    await says(third.page.locator('#error'), gone);
    // Nothing of it is left in the browsers.
    for (const each of [page, second.page, third.page]) expect(await kept(each)).toEqual([]);
    await second.close();
    await third.close();
    await other.page.keyboard.press('Escape');
    await says(other.page.locator('#timeline'), /ann deleted their account/);
    await close();
    await other.close();
  });
});
