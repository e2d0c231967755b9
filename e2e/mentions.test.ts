import { expect, test } from 'vitest';
import { openBrowser } from './support/browser.ts';
import { serverWith } from './support/cli.ts';
import { faintTexts, logIn, openPage } from './support/page.ts';
import { openChat, openTerminal } from './support/terminal.ts';
import { lacks } from './support/tools.ts';

/** Bob mentions ada in two rooms, and writes much after each mention. */
async function mentionedInTwoRooms() {
  const site = await serverWith('ada', 'bob');
  const { ada, bob } = site;
  await ada.run(['rooms', 'create', 'ops']);
  await bob.run(['rooms', 'join', 'ops']);
  const filler = Array.from({ length: 120 }, (_, i) => `line ${i}.`).join('\n');
  for (const [room, text] of [
    ['general', 'first, @Ada'],
    ['ops', 'second: 请@ada看'],
  ] as const) {
    await bob.run(['send', '--room', room, text]);
    await bob.run(['send', '--lines', '--room', room], { input: filler });
  }
  await bob.run(['send', 'not for bob@ada.example']);
  return site;
}

test('a script finds mentions over all rooms, also those that no device has loaded', async () => {
  await using site = await mentionedInTwoRooms();
  const { ada, bob } = site;
  const json = await ada.run(['mentions', '--json']);
  const read = json.out.split('\n').filter(Boolean);
  expect(read.map((line) => JSON.parse(line))).toMatchObject([
    { roomName: 'general', type: 'message', author: 'bob', text: 'first, @Ada' },
    { roomName: 'ops', type: 'message', author: 'bob', text: 'second: 请@ada看' },
  ]);
  const newest = await ada.run(['mentions', '--limit', '1']);
  expect([newest.code, newest.out]).toEqual([0, expect.stringMatching(/^\d\d:\d\d #ops bob {2}second: 请@ada看\n$/)]);
  expect(await bob.run(['mentions'])).toMatchObject({
    code: 0,
    out: '',
    err: expect.stringContaining('Nobody has mentioned you by name yet'),
  });
});

test.skipIf(lacks('tmux'))('/mentions lists them, and Enter goes to the message in its room', async () => {
  await using site = await mentionedInTwoRooms();
  using terminal = openTerminal();
  await openChat(terminal, site.ada);
  await terminal.sees('online');
  terminal.enter('/mentions');
  await terminal.sees(/#ops .* bob: second: 请@ada看[\s\S]*#general .* bob: first, @Ada/);
  terminal.key('Enter');
  await terminal.sees(/second: 请@ada看[\s\S]*line 0\./);
  await terminal.sees('>#ops');
  expect(terminal.screen().join('\n')).not.toContain('line 119.');
});

test.skipIf(lacks('chromium'))('the page lists them, and shows the message by mouse and by keyboard', async () => {
  await using site = await mentionedInTwoRooms();
  const browser = await openBrowser(site.server.pin);
  try {
    const { page, troubles, close } = await openPage({ browser, server: site.server });
    await logIn(page, 'ada');
    await page.click('#mentions summary');
    const items = page.locator('#mention-list button');
    await expect
      .poll(() => items.allTextContents())
      .toEqual([
        expect.stringMatching(/^#ops · .*bob: second: 请@ada看$/),
        expect.stringMatching(/^#general · .*bob: first, @Ada$/),
      ]);
    expect(await faintTexts(page)).toEqual([]);
    const isShown = async (room: string, text: string) => {
      await expect.poll(() => page.textContent('#room-title')).toBe(room);
      const focused = page.locator('#timeline li:focus');
      await expect.poll(() => focused.textContent()).toContain(text);
      expect(await focused.isVisible()).toBe(true);
    };
    await items.first().click();
    await isShown('#ops', 'second: 请@ada看');
    await items.nth(1).focus();
    await page.keyboard.press('Enter');
    await isShown('#general', 'first, @Ada');
    expect(troubles).toEqual([]);
    await close();
  } finally {
    await browser.close();
  }
});
