import { describe, expect, test } from 'vitest';
import { good, newMember } from './support/member.ts';
import { error, makeRoom, messages, narrow, openPage, say, says, signUp } from './support/page.ts';
import { servedSite } from './support/site.ts';
import { lacks } from './support/tools.ts';

describe.skipIf(lacks('chromium'))('writing on the page', () => {
  const site = servedSite();

  test('a command is never sent to the room, a doubled slash sends the text', async () => {
    const { page, close } = await openPage(site, { viewport: narrow });
    await signUp(page, 'fay');
    await makeRoom(page, 'fays-room');
    for (const typed of ['/quit', '/search the secret', ' /msg bob hello']) {
      await say(page, typed);
      await says(error(page), /^Unknown command \/(quit|search|msg)\./);
      // It is selected, so that what is typed next replaces it.
      const chosen = await page.$eval('#composer', (field) => {
        const { value, selectionStart, selectionEnd } = field as HTMLTextAreaElement;
        return value.slice(selectionStart, selectionEnd);
      });
      expect(chosen).toBe(typed);
    }
    await say(page, '\u200b');
    await says(error(page), 'empty');
    await say(page, '//quit is a word');
    await say(page, '/me waves');
    await expect.poll(() => messages(page)).toEqual(['/quit is a word', '* fay waves']);
    expect(await error(page).isVisible()).toBe(false);
    await close();
  });

  test('what is typed is stored, shown and copied with every character', async () => {
    const { page, close } = await openPage(site);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await signUp(page, 'gil');
    await makeRoom(page, 'scripts');
    const { client: reader } = await newMember(site.server, 'reader');
    const room = good(await reader.joinRoom('scripts')).id;
    const texts = [
      '    \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u200fleft\u200e soft\u00adhyphen',
      '\u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u2764\ufe0f \u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
      '\tif (x) {\n\t\ty();\n\t}',
    ];
    for (const text of texts) {
      await page.focus('#composer');
      await page.keyboard.insertText(text);
      await page.keyboard.press('Enter');
      await expect.poll(() => messages(page)).toContain(text);
    }
    const page1 = await reader.history({ room, limit: 20 });
    const stored = page1.ok
      ? page1.value.events.flatMap((e) => (e.type === 'message' && e.body.kind === 'text' ? [e.body.text] : []))
      : [];
    expect(stored).toEqual(texts);
    for (const [at, text] of texts.entries()) {
      await page.evaluate((n) => {
        const element = document.querySelectorAll('#timeline [data-kind=message] .text')[n];
        if (element) getSelection()?.selectAllChildren(element);
      }, at);
      await page.keyboard.press('Control+C');
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
    }
    await reader.close();
    await close();
  });
});
