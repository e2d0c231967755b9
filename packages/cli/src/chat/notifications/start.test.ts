import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { writtenAttention } from '../../testing/attention.ts';
import { openChat } from '../../testing/open-chat.ts';

test('messages notify and stay unread while the terminal has no focus', async () => {
  const { written, attention } = writtenAttention();
  await using chat = await openChat(['hello'], 'general', { attention });
  const general = () => chat.client.getSnapshot().byRoom.general;
  await eventually(() => general()?.readUpTo === 1);
  chat.server.happens('bob', 'seen @ada');
  await eventually(() => general()?.readUpTo === 2);
  expect(written).toEqual(['\u001b]2;SecureChat · #general\u0007']);
  chat.controller.focus(false);
  chat.server.happens('bob', 'unseen @ada');
  await eventually(() => general()?.cursor === 3);
  expect(written.slice(1)).toEqual(['\u0007']);
  expect(general()?.readUpTo).toBe(2);
  chat.controller.focus(true);
  expect(general()?.readUpTo).toBe(3);
});

test('/dnd silences the chat until /dnd off', async () => {
  const { written, attention } = writtenAttention();
  await using chat = await openChat(['hello'], 'general', { attention });
  const bells = () => written.filter((bytes) => bytes === '\u0007').length;
  const comes = async (text: string) => {
    chat.server.happens('bob', text);
    await eventually(() => chat.screen().includes(text));
    chat.clock.advance(2000);
  };
  chat.controller.focus(false);
  chat.enter('/dnd');
  expect(chat.screen()).toContain('Do not disturb is on. /dnd off turns it off.');
  expect(chat.status()).toContain('· dnd');
  await comes('first @ada');
  expect(bells()).toBe(0);
  chat.enter('/dnd of');
  expect(chat.screen()).toContain('Usage: /dnd');
  chat.key('ctrl+u');
  chat.enter('/dnd off');
  expect(chat.screen()).toContain('Do not disturb is off.');
  expect(chat.status()).not.toContain('dnd');
  await comes('second @ada');
  expect(bells()).toBe(1);
});

test('/dnd with a time ends by itself, and the status line shows until when', async () => {
  const { written, attention } = writtenAttention();
  await using chat = await openChat(['hello'], 'general', { attention });
  const bells = () => written.filter((bytes) => bytes === '\u0007').length;
  chat.controller.focus(false);
  for (const time of ['90m', '1h30m', '1 h 30 min']) {
    chat.enter(`/dnd ${time}`);
    expect(chat.status(), time).toMatch(/· dnd until \d\d:\d\d/);
    chat.clock.advance(90 * 60_000 - 1);
    expect(chat.status(), time).toContain('dnd');
    chat.clock.advance(1);
    expect(chat.status(), time).not.toContain('dnd');
  }
  chat.server.happens('bob', 'ping @ada');
  await eventually(() => chat.screen().includes('ping'));
  expect(bells()).toBe(1);
  for (const wrong of ['0m', '1d', '-1h', '9999h']) {
    chat.key('ctrl+u');
    chat.enter(`/dnd ${wrong}`);
    expect(chat.status(), wrong).not.toContain('dnd');
  }
});

test('messages notify and stay unread while an editor has the terminal', async () => {
  const { written, attention } = writtenAttention();
  const { promise: editing, resolve: close } = Promise.withResolvers<void>();
  const editOutside = async (text: string) => {
    await editing;
    return { ok: true as const, value: text };
  };
  await using chat = await openChat(['hello'], 'general', { attention, editOutside });
  chat.key('ctrl+x', 'ctrl+e');
  chat.server.happens('bob', 'unseen @ada');
  const general = () => chat.client.getSnapshot().byRoom.general;
  await eventually(() => general()?.cursor === 2);
  expect(general()?.readUpTo).toBe(1);
  expect(written.filter((bytes) => bytes === '\u0007')).toHaveLength(1);
  close();
  await eventually(() => general()?.readUpTo === 2);
});
