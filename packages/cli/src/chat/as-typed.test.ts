import { ok } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { tokenize } from '../terminal/tokenize.ts';
import { MemoryDrafts } from '../testing/memory-drafts.ts';
import { openChat } from '../testing/open-chat.ts';
import { clean } from '../text/clean.ts';

/** Texts in which invisible characters matter. */
const texts = {
  'Persian, with zero-width non-joiners': 'می\u200cخواهم',
  'Malayalam, with a joiner at the end': 'അവന്\u200d',
  'a variation selector for text': '❤\ufe0e ☎\ufe0e',
  'an ideograph with its variant': '葛\u{e0100}',
  'the flag of Scotland, in tag letters': '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
  'direction marks': 'שלום\u200f! \u200eabc \u061c١',
  'a soft hyphen': 'Donau\u00addampf\u00adschiff',
  'a word joiner and a zero-width space': 'a\u2060b ไทย\u200bไทย',
};

const said = (chat: Awaited<ReturnType<typeof openChat>>) =>
  chat
    .sentOf('message.send')
    .map((frame) => (frame.type === 'message.send' && frame.body.kind === 'text' ? frame.body.text : ''));

for (const [what, text] of Object.entries(texts)) {
  test(`${what}: sent, stored and copied as typed`, async () => {
    const drafts = new MemoryDrafts();
    const copied: string[] = [];
    const copy = (whole: string) => ok(void copied.push(whole));
    const system = { open: async () => ok(undefined), copy };
    const editOutside = async () => ok(`edited ${text}`);
    await using chat = await openChat([], undefined, { drafts, system: system, editOutside });
    const type = (input: string) => tokenize(input).forEach((press) => void chat.controller.press(press));

    type(text);
    chat.clock.advance(1000);
    expect(drafts.drafts.get('general')).toBe(text);
    type('\r');
    chat.controller.paste(`pasted ${text}`);
    type('\r');
    chat.key('ctrl+x', 'ctrl+e');
    await eventually(() => chat.screen().includes(clean(`edited ${text}`)));
    type('\r');
    expect(said(chat)).toEqual([text, `pasted ${text}`, `edited ${text}`]);
    await eventually(() => chat.client.getSnapshot().pending.length === 0);

    chat.key('alt+p', 'alt+p', 'alt+p');
    type('!\r');
    expect(said(chat).at(-1)).toBe(`${text}!`);
    await eventually(() => chat.client.getSnapshot().pending.length === 0);

    chat.key('alt+s');
    chat.controller.press({ text: 't' });
    expect(copied).toEqual([`${text}!`]);
    chat.key('alt+s', 'enter');
    expect(copied.at(-1)).toContain(`: ${text}!`);
  });
}

test('a paste drops colours and characters that the server would refuse', async () => {
  await using chat = await openChat();
  chat.controller.paste('\u001b[31mred\u001b[0m \u0007bell \u202eturned\u202c\u{e0200}');
  chat.key('enter');
  expect(said(chat)).toEqual(['red bell turned']);
});

test('the cursor follows the drawn text, also with invisible characters in it', async () => {
  await using chat = await openChat();
  chat.controller.press({ text: 'a\u00adb\u200ec' });
  expect(chat.screen()).toMatch(/^> abc$/m);
  chat.key('left', 'left', 'left', 'left');
  chat.controller.press({ text: 'x' });
  chat.key('enter');
  expect(said(chat)).toEqual(['ax\u00adb\u200ec']);
});
