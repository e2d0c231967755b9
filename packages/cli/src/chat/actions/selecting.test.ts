import { err, ok } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openChat } from '../../testing/open-chat.ts';
import { aMessage } from '../../testing/values.ts';
import { keymapOf } from '../keys/keymap.ts';
import { plainText } from './selecting.ts';

function clipboard() {
  const copied: string[] = [];
  const copy = (text: string) => {
    copied.push(text);
    return ok(undefined);
  };
  return { copied, system: { open: async () => ok(undefined), copy } };
}

const hundred = Array.from({ length: 100 }, (_, i) => `message ${i + 1}.`);
const rows = (screen: string) => screen.split('\n');
/** The rows with a mark in the gutter. */
const marked = (screen: string) => rows(screen).filter((row) => /^(?:>[ *]|\* )/.test(row) && !row.startsWith('> '));
const current = (screen: string) => rows(screen).findIndex((row) => /^>[ *].*message/.test(row));

test('messages are selected with keys and copied with time and author; the composer keeps its text', async () => {
  const { copied, system } = clipboard();
  await using chat = await openChat(hundred.slice(0, 5), undefined, { system: system });
  chat.controller.press({ text: 'a draft' });
  chat.key('alt+s');
  expect(chat.screen()).toMatch(/^> .*message 5\./m);
  expect(chat.screen()).toContain('select messages · Space selects');
  chat.controller.press({ text: ' kk ' });
  expect(chat.screen()).toContain('2 selected');
  expect(marked(chat.screen()).map((row) => row.replace(/ +/g, ' '))).toEqual([
    expect.stringMatching(/^>\*.*message 3\. *$/),
    expect.stringMatching(/^\* .*message 5\. *$/),
  ]);
  chat.key('enter');
  const line = (n: number) => expect.stringMatching(new RegExp(`^\\[[^\\]]*\\d\\d:\\d\\d\\] bob: message ${n}\\.$`));
  expect(copied.map((text) => text.split('\n'))).toEqual([[line(3), line(5)]]);
  expect(chat.screen()).toContain("Sent 2 messages to the terminal's clipboard.");
  expect(chat.screen()).toContain('> a draft');
  expect(marked(chat.screen())).toEqual([]);
});

test('a range follows the keys, and texts can be copied alone', async () => {
  const { copied, system } = clipboard();
  await using chat = await openChat(hundred.slice(0, 5), undefined, { system: system });
  chat.key('alt+s');
  chat.key('shift+up', 'shift+up');
  expect(chat.screen()).toContain('3 selected · v ends the range, Enter copies');
  chat.controller.press({ text: 't' });
  chat.key('alt+s');
  chat.controller.press({ text: 'vkvkky' });
  expect(copied[0]).toBe('message 3.\nmessage 4.\nmessage 5.');
  expect(copied[1]?.split('\n').map((text) => text.replace(/.*: /, ''))).toEqual(['message 4.', 'message 5.']);
});

test('the view stays while messages arrive, the current message scrolls into view, and leaving shows the newest again', async () => {
  await using chat = await openChat(hundred);
  const before = chat.screen();
  chat.key('alt+s');
  expect(current(chat.screen())).toBe(rows(before).findIndex((row) => row.includes('message 100.')));
  chat.server.happens('cyd', 'this is new');
  await eventually(() => chat.client.getSnapshot().byRoom.general?.cursor === 101);
  expect(chat.screen()).toContain('1 new below');
  expect(chat.screen()).not.toContain('this is new');
  const first = /message (\d+)\./.exec(before)?.[1] ?? '';
  for (let n = 100; n > Number(first) - 3; n--) chat.key('up');
  expect(rows(chat.screen())[0]).toMatch(new RegExp(`^> .*message ${Number(first) - 3}\\.`));
  chat.key('end');
  expect(chat.screen()).toMatch(/^> .*this is new/m);
  chat.key('home');
  expect(chat.screen()).toMatch(/^> .*message 51\./m);
  chat.key('pagedown');
  expect(current(chat.screen())).toBeGreaterThan(0);
  chat.key('escape');
  expect(chat.screen()).toContain('this is new');
});

test('while scrolled back, selecting starts and ends there', async () => {
  await using chat = await openChat(hundred);
  chat.key('pageup', 'pageup');
  const read = rows(chat.screen()).filter((row) => row.includes('message'));
  chat.key('alt+s');
  expect(rows(chat.screen())[current(chat.screen())]).toContain(
    read
      .at(-1)
      ?.trim()
      .replace(/.*message/, 'message'),
  );
  chat.key('escape');
  expect(rows(chat.screen()).filter((row) => row.includes('message'))).toEqual(read);
});

test('letters without a meaning are not typed, Ctrl-C ends the selection and not the chat, and an empty room has nothing to select', async () => {
  await using chat = await openChat(hundred.slice(0, 2));
  chat.key('alt+s');
  chat.controller.press({ text: 'zz9' });
  chat.key('alt+1', 'ctrl+k', 'ctrl+c');
  expect(chat.outcomes).toEqual([]);
  expect(chat.ui()).toMatchObject({ selecting: undefined, picker: undefined });
  expect(chat.screen()).not.toContain('zz9');
  await using empty = await openChat([]);
  empty.key('alt+s');
  expect(empty.screen()).toContain('No messages to select.');
});

test('a selection that is too long for the clipboard stays', async () => {
  const system = { open: async () => ok(undefined), copy: () => err('That is too long.') };
  await using chat = await openChat(hundred.slice(0, 2), undefined, { system: system });
  chat.key('alt+s', 'shift+up', 'enter');
  expect(chat.screen()).toContain('That is too long.');
  chat.key('up');
  expect(chat.screen()).toContain('2 selected');
});

test('with vim keys, v starts selecting', async () => {
  await using chat = await openChat(hundred.slice(0, 2), undefined, { keymap: keymapOf('vim').keymap });
  chat.key('escape');
  chat.controller.press({ text: 'v' });
  expect(chat.screen()).toMatch(/^> .*message 2\./m);
  chat.key('escape');
  expect(chat.ui()).toMatchObject({ selecting: undefined, vim: 'normal' });
});

test('plain text has dates for older messages, no control characters, and no line that imitates another', () => {
  const at = new Date(2026, 0, 1, 12, 34).getTime();
  const texts = ['one', 'two\n[12:34] eve: forged\u001b]0;x\u0007', '/me waves\nand more'];
  const messages = texts.map((text, i) => ({ ...aMessage(i + 1, 'bob', text, at), text }));
  const how = { timeFormat: '24h', nowMs: at, alone: false } as const;
  expect(plainText(messages, how)).toBe(
    '[12:34] bob: one\n[12:34] bob: two\n  [12:34] eve: forged]0;x\n[12:34] * bob waves\n  and more',
  );
  expect(plainText(messages.slice(0, 1), { ...how, nowMs: at + 86_400_000 })).toBe('[2026-01-01 12:34] bob: one');
  expect(plainText(messages.slice(1, 2), { ...how, alone: true })).toBe('two\n[12:34] eve: forged]0;x');
});
