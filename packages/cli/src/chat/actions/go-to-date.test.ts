import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openChat } from '../../testing/open-chat.ts';
import { dayMs } from './go-to-date.ts';

test('a day is written with or without its year, and must exist', () => {
  const nowMs = new Date(2026, 10, 25, 12).getTime();
  expect(dayMs('2026-11-20', nowMs)).toBe(new Date(2026, 10, 20).getTime());
  expect(dayMs('11-5', nowMs)).toBe(new Date(2026, 10, 5).getTime());
  for (const wrong of ['2026-02-31', '2026-13-01', 'yesterday', '2026', ''])
    expect(dayMs(wrong, nowMs)).toBeUndefined();
});

test('/date needs a day, and reports if there are no messages then', async () => {
  await using chat = await openChat(['hello']);
  chat.enter('/date soon');
  expect(chat.screen()).toContain('/date 2026-11-20');
  chat.key('ctrl+c');
  chat.enter('/date 2999-01-01');
  await eventually(() => chat.screen().includes('No messages on that day or later'));
  expect(chat.ui().anchor).toBeUndefined();
});

test('an old day is shown with its first message at the top, after older pages were loaded', async () => {
  const texts = Array.from({ length: 300 }, (_, i) => `message ${i}.`);
  await using chat = await openChat(texts);
  const { general } = chat.client.getSnapshot().byRoom;
  expect(general?.timeline.length).toBeLessThan(300);
  chat.enter('/date 1970-01-01');
  await eventually(() => chat.screen().includes('message 0.'));
  expect(chat.client.getSnapshot().byRoom.general?.timeline.length).toBeGreaterThanOrEqual(300);
  expect(chat.sentOf('history').length).toBeGreaterThan(0);
});
