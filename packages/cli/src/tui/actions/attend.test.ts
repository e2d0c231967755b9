import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../settings/table.ts';
import { openChat } from '../testing/open-chat.ts';

test('what comes while the terminal is not looked at is told, and unread until it is', async () => {
  const written: string[] = [];
  const attention = {
    settings: defaultSettings,
    variables: {},
    write: (bytes: string) => written.push(bytes),
    run: () => {},
  };
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
  const written: string[] = [];
  const attention = {
    settings: defaultSettings,
    variables: {},
    write: (bytes: string) => written.push(bytes),
    run: () => {},
  };
  await using chat = await openChat(['hello'], 'general', { attention });
  const bells = () => written.filter((bytes) => bytes === '\u0007').length;
  const comes = async (text: string) => {
    chat.server.happens('bob', text);
    await eventually(() => chat.screen().includes(text));
    chat.clock.advance(2000);
  };
  chat.controller.focus(false);
  chat.enter('/dnd');
  await comes('first @ada');
  expect(bells()).toBe(0);
  chat.enter('/dnd of');
  expect(chat.screen()).toContain('Type: /dnd');
  chat.key('ctrl+u');
  chat.enter('/dnd off');
  await comes('second @ada');
  expect(bells()).toBe(1);
});

test('what comes while an editor has the terminal is told and stays unread', async () => {
  const written: string[] = [];
  const attention = {
    settings: defaultSettings,
    variables: {},
    write: (bytes: string) => written.push(bytes),
    run: () => {},
  };
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
