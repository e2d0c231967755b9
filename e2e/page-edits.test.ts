import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { keepPage } from './support/browser.ts';
import { good, newMember } from './support/member.ts';
import {
  composer,
  enterRoom,
  error,
  faintTexts,
  inChat,
  lineUnder,
  makeRoom,
  messages,
  narrow,
  openPage,
  say,
  says,
  signUp,
} from './support/page.ts';
import { servedSite } from './support/site.ts';
import { lacks } from './support/tools.ts';

const desktop = { width: 1440, height: 900 };

/** The line of a message. */
const line = (page: Page, text: string) => page.locator('#timeline [data-kind=message]', { hasText: text });
const inFocus = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: it } = document;
    return it?.getAttribute('aria-label') ?? (it?.id || it?.querySelector('.text')?.textContent);
  });
/** Everything that the page stores in the browser. */
const stored = (page: Page) => page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));

describe.skipIf(lacks('chromium'))('editing and deleting on the page', () => {
  const site = servedSite();

  for (const viewport of [narrow, desktop]) {
    const name = (who: string) => `${who}-${viewport.width}`;

    test(`at ${viewport.width} px, a message is edited and deleted with the mouse, and others see that`, async () => {
      const { page, troubles, close } = await openPage(site, { viewport });
      await signUp(page, name('ada'));
      await makeRoom(page, name('room'));
      const { client: bob } = await newMember(site.server, name('bob'));
      const { id: room } = good(await bob.joinRoom(name('room')));
      await says(page.locator('#timeline'), 'joined');
      for (const text of ['good morning', 'I am late, teh train', 'wrong room']) await say(page, text);
      await expect.poll(() => messages(page)).toHaveLength(3);
      good(await bob.say(room, 'hello'));
      await expect.poll(() => messages(page)).toHaveLength(4);
      await composer(page).fill('half a thought');
      await line(page, 'train').hover();
      await keepPage(page, `page-edit-tools-${viewport.width}`);
      await page.getByRole('button', { name: 'Edit: I am late, teh train' }).click();
      await says(page.locator('#editing'), `Editing: ${name('ada')}: I am late, teh train`);
      expect([await composer(page).inputValue(), await inFocus(page)]).toEqual(['I am late, teh train', 'composer']);
      await composer(page).fill('I am late, the train');
      await keepPage(page, `page-editing-${viewport.width}`);
      expect(await faintTexts(page)).toEqual([]);
      await page.click('#send');
      await says(line(page, 'the train'), '(edited)');
      expect(await page.isVisible('#editing')).toBe(false);
      expect(await composer(page).inputValue()).toBe('half a thought');
      await line(page, 'wrong room').hover();
      await page.getByRole('button', { name: 'Delete: wrong room' }).click();
      await says(page.locator('#delete-message'), /Delete this message\?.*wrong room/s);
      expect(await page.isVisible('#delete-message-reason')).toBe(false);
      await keepPage(page, `page-delete-${viewport.width}`);
      await page.click('#delete-message-cancel');
      expect(await messages(page)).toContain('wrong room');
      await line(page, 'wrong room').hover();
      await page.getByRole('button', { name: 'Delete: wrong room' }).click();
      await page.click('#delete-message [type=submit]');
      const now = ['good morning', 'I am late, the train', '(message deleted)', 'hello'];
      await expect.poll(() => messages(page)).toEqual(now);
      // The owner of the room deletes what somebody else wrote, and may say why.
      await line(page, 'hello').hover();
      await page.getByRole('button', { name: 'Delete: hello' }).click();
      await page.fill('#delete-message-reason', 'off topic');
      await keepPage(page, `page-delete-reason-${viewport.width}`);
      await page.press('#delete-message-reason', 'Enter');
      const deleted = `(message deleted by ${name('ada')}: off topic)`;
      await expect.poll(() => messages(page)).toEqual([...now.slice(0, 3), deleted]);
      const buttons = page.locator('#timeline .tools button');
      expect(await buttons.allTextContents()).toEqual(['Edit', 'Delete', 'Edit', 'Delete']);
      await line(page, 'good morning').hover();
      await keepPage(page, `page-edited-${viewport.width}`);
      expect(await faintTexts(page)).toEqual([]);
      const { events } = good(await bob.history({ room, limit: 4 }));
      expect(events.map((event) => event.type === 'message' && event.body.kind)).toEqual([
        'text',
        'text',
        'deleted',
        'deleted',
      ]);
      expect(await stored(page)).not.toMatch(/wrong room|hello/);
      expect(await page.content()).not.toContain('wrong room');
      await bob.close();
      await close();
      expect(troubles).toEqual([]);
    });
  }

  test('everything is done with the keyboard, and the draft comes back', async () => {
    const { page, close } = await openPage(site, { viewport: narrow });
    await signUp(page, 'cyd');
    await makeRoom(page, 'cyds-room');
    // Nothing of the user's own is there yet.
    await page.press('#composer', 'ArrowUp');
    expect(await page.isVisible('#editing')).toBe(false);
    for (const text of ['one', '//two', 'three']) await say(page, text);
    await expect.poll(() => messages(page)).toEqual(['one', '/two', 'three']);
    await page.keyboard.press('ArrowUp');
    expect(await composer(page).inputValue()).toBe('three');
    await page.keyboard.type('!');
    await page.keyboard.press('Enter');
    await says(line(page, 'three!'), '(edited)');
    expect([await composer(page).inputValue(), await inFocus(page)]).toEqual(['', 'composer']);
    await page.keyboard.type('half a thought');
    await page.keyboard.press('Shift+Tab');
    expect(await inFocus(page)).toBe('Delete: three!');
    await page.keyboard.press('Shift+Tab');
    expect(await inFocus(page)).toBe('Edit: three!');
    await page.keyboard.press('ArrowUp');
    expect(await inFocus(page)).toBe('/two');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // As it was typed, so that it is not taken for a command.
    expect(await composer(page).inputValue()).toBe('//two');
    await page.keyboard.type(' and more');
    await page.keyboard.press('Escape');
    expect([await composer(page).inputValue(), await messages(page)]).toEqual([
      'half a thought',
      ['one', '/two', 'three!'],
    ]);
    await page.keyboard.press('Shift+Tab');
    for (const key of ['ArrowUp', 'ArrowUp', 'Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
    await says(page.locator('#delete-message'), 'one');
    for (const key of ['Tab', 'Enter']) await page.keyboard.press(key);
    await expect.poll(() => messages(page)).toEqual(['(message deleted)', '/two', 'three!']);
    await expect.poll(() => inFocus(page)).toBe('(message deleted)');
    await page.keyboard.press('Escape');
    expect(await inFocus(page)).toBe('composer');
    await close();
  });

  test('a tap on a message shows its buttons and presses none of them, also where they appear', async () => {
    const context = await site.browser.newContext({ viewport: narrow, hasTouch: true, isMobile: true });
    const page = await context.newPage();
    await page.goto(site.server.page);
    await signUp(page, 'hal');
    await makeRoom(page, 'hals-room');
    for (const text of ['one', 'two']) await say(page, text);
    await expect.poll(() => messages(page)).toEqual(['one', 'two']);
    const box = await line(page, 'two').boundingBox();
    if (!box) throw new Error('the message is not shown');
    await page.touchscreen.tap(box.x + box.width - 25, box.y + 3);
    await expect.poll(() => inFocus(page)).toBe('two');
    expect([await page.isVisible('#delete-message'), await page.isVisible('#editing')]).toEqual([false, false]);
    await page.getByRole('button', { name: 'Edit: two' }).tap();
    await says(page.locator('#editing'), 'Editing: hal: two');
    await context.close();
  });

  test('an edit without a connection is shown at once, survives a reload, and is saved later', async () => {
    const { page, close } = await openPage(site);
    await signUp(page, 'dee');
    await makeRoom(page, 'dees-room');
    await say(page, 'the first text');
    await expect.poll(() => messages(page)).toEqual(['the first text']);
    const connection = await lineUnder(page);
    await page.reload();
    await inChat(page);
    await enterRoom(page, 'dees-room');
    await expect.poll(() => messages(page)).toEqual(['the first text']);
    await connection.cut('blocked');
    await page.press('#composer', 'ArrowUp');
    await say(page, 'the second text');
    await says(line(page, 'the second text'), '(saving the edit…)');
    expect(await page.locator('#timeline [data-kind=pending]').count()).toBe(0);
    await page.click('#logout');
    await says(page.locator('#confirm'), '1 change of a message has not been saved. It will be lost if you log out.');
    await page.click('#confirm-no');
    await page.reload();
    expect(await stored(page)).toContain('the second text');
    connection.mend();
    await says(line(page, 'the second text'), '(edited)');
    await expect.poll(() => stored(page)).not.toContain('the second text');
    await close();
  });

  test('what was typed stays over another room and a reload, and is listed if it is refused', async () => {
    const { page, close } = await openPage(site);
    const { client: eve } = await newMember(site.server, 'eve');
    const { id: room } = good(await eve.createRoom({ name: 'eves-room' as never, topic: '' }));
    await signUp(page, 'fay');
    await page.fill('#room-name', 'eves-room');
    await page.click('#join');
    await expect.poll(() => page.textContent('#room-title')).toBe('#eves-room');
    await say(page, 'a secret');
    await expect.poll(() => messages(page)).toEqual(['a secret']);
    await page.press('#composer', 'ArrowUp');
    // What nobody has changed yet is only what the message says, and is not stored.
    expect(await stored(page)).not.toContain('a secret');
    await composer(page).pressSequentially(' that is safe');
    await enterRoom(page, 'general');
    expect([await composer(page).inputValue(), await page.isVisible('#editing')]).toEqual(['', false]);
    await page.reload();
    await inChat(page);
    await enterRoom(page, 'eves-room');
    expect(await composer(page).inputValue()).toBe('a secret that is safe');
    await says(page.locator('#editing'), 'Editing: fay: a secret');
    // Its owner deletes the message meanwhile.
    const seq = eve.getSnapshot().byRoom[room]?.cursor ?? 0;
    good(await eve.change(room, { type: 'message.delete', target: seq }));
    await says(page.locator('#editing'), 'was deleted');
    expect(await stored(page)).not.toContain('a secret');
    await page.press('#composer', 'Enter');
    await says(error(page), 'That message was deleted.');
    expect(await composer(page).inputValue()).toBe('a secret that is safe');
    await page.click('#editing-cancel');
    expect(await composer(page).inputValue()).toBe('');
    await eve.close();
    await close();
  });

  test('a refused edit is listed with the reason until it is discarded', async () => {
    const { page, close } = await openPage(site);
    await signUp(page, 'gus');
    await makeRoom(page, 'gus-room');
    await say(page, 'good text');
    await expect.poll(() => messages(page)).toEqual(['good text']);
    await page.press('#composer', 'ArrowUp');
    await say(page, 'turned \u202e text');
    const refused = page.locator('#timeline [data-kind=pending]');
    await says(refused, /turned {2}text.*Edit not saved: .*control characters/);
    expect(await messages(page)).toEqual(['good text']);
    await page.reload();
    await inChat(page);
    await enterRoom(page, 'gus-room');
    await says(refused, 'Edit not saved:');
    await keepPage(page, 'page-edit-refused');
    await refused.getByRole('button', { name: /^Discard/ }).click();
    await expect.poll(() => refused.count()).toBe(0);
    expect(await messages(page)).toEqual(['good text']);
    await close();
  });
});
