import { MemoryUserStateStore } from '@securechat/client';
import { generalRoom, type StateEntry } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../settings/table.ts';
import { MemoryDrafts } from '../../testing/memory-drafts.ts';
import { openChat } from '../../testing/open-chat.ts';

const draft = (text: string): StateEntry => ({
  ...{ kind: 'draft', key: generalRoom },
  value: text === '' ? null : { text },
});
const open = (more: Parameters<typeof openChat>[2] = {}) =>
  openChat([], undefined, { userStateStore: new MemoryUserStateStore(), ...more });
const stored = ({ server }: Awaited<ReturnType<typeof open>>) =>
  server.state.entries.find(([kind]) => kind === 'draft')?.[2];

test('a text is saved after five seconds, when its room is left, and when the terminal loses the focus', async () => {
  await using chat = await open();
  chat.controller.press({ text: 'hello' });
  chat.clock.advance(4999);
  expect(stored(chat)).toBeUndefined();
  chat.clock.advance(1);
  await eventually(() => stored(chat) !== undefined);
  expect(stored(chat)).toEqual({ text: 'hello' });
  chat.controller.press({ text: ' bob' });
  chat.controller.focus(false);
  expect(stored(chat)).toEqual({ text: 'hello bob' });
  chat.controller.focus(true);
  chat.controller.press({ text: ' and cyd' });
  chat.client.setUserState([]);
  void chat.client.say('den' as never, 'to another room');
  chat.key('ctrl+n');
  expect(stored(chat)).toEqual({ text: 'hello bob and cyd' });
});

test('a draft of another device appears in an empty composer, marked until it is changed, and leaves it when it was sent there', async () => {
  await using chat = await open();
  chat.server.keeps(draft('from there'));
  expect(chat.screen()).toContain(' this draft is from another device\n> from there');
  chat.controller.press({ text: '!' });
  expect(chat.screen()).not.toContain('another device');
  chat.key('backspace');
  chat.server.keeps(draft(''));
  expect(chat.screen()).not.toContain('from');
});

test('a draft of another device does not replace a text; a key takes it, and undo brings the text back', async () => {
  await using chat = await open();
  chat.controller.press({ text: 'mine' });
  chat.server.keeps(draft('theirs'));
  expect(chat.screen()).toContain('> mine');
  expect(chat.screen()).toContain('draft from another device · Alt+G takes it');
  chat.key('alt+g');
  expect(chat.screen()).toContain('> theirs');
  expect(chat.screen()).not.toContain('draft from another device');
  chat.key('ctrl+_');
  expect(chat.screen()).toContain('> mine');
  chat.key('alt+g');
  expect(chat.screen()).toContain('There is no other draft');
});

test('a sent text takes its draft with it, and the next chat starts empty', async () => {
  const drafts = new MemoryDrafts();
  await using chat = await open({ drafts });
  chat.controller.press({ text: 'hello' });
  chat.clock.advance(5000);
  await eventually(() => stored(chat) !== undefined);
  chat.key('enter');
  await eventually(() => chat.sentOf('message.send').length === 1);
  expect(chat.sentOf('message.send')).toMatchObject([{ draft: true }]);
  expect([stored(chat), drafts.drafts.size]).toEqual([undefined, 0]);
});

test('with sync-drafts = false, drafts are neither saved nor taken', async () => {
  await using chat = await open({ settings: { ...defaultSettings, syncDrafts: false } });
  chat.server.keeps(draft('theirs'));
  expect(chat.screen()).not.toContain('theirs');
  chat.controller.press({ text: 'mine' });
  chat.clock.advance(10_000);
  chat.controller.focus(false);
  expect(stored(chat)).toEqual({ text: 'theirs' });
});
