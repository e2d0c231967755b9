import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openChat } from '../../testing/open-chat.ts';

const many = Array.from({ length: 120 }, (_, i) => `message ${i + 1}.`);

test('older messages are loaded until the screen is full, and no further', async () => {
  const size = () => ({ columns: 80, rows: 90 });
  await using chat = await openChat(many, undefined, { size });
  await eventually(() => chat.client.getSnapshot().byRoom.general?.timeline.length === 120);
  expect(chat.sentOf('history')).toHaveLength(1);
  await using small = await openChat(many);
  small.server.happens('bob', 'one more');
  await eventually(() => small.screen().includes('one more'));
  expect(small.sentOf('history')).toHaveLength(0);
});

test('after a failed request the next one is made only after a reconnection', async () => {
  let rows = 24;
  await using chat = await openChat(many, undefined, { size: () => ({ columns: 80, rows }) });
  chat.server.refuse = { history: { code: 'slow_down' } };
  rows = 90;
  for (const text of ['one more', 'and more']) {
    chat.server.happens('bob', text);
    await eventually(() => chat.screen().includes(text));
    await eventually(() => chat.sentOf('history').length > 0);
  }
  expect(chat.sentOf('history')).toHaveLength(1);
  chat.server.refuse = {};
  chat.server.cut();
  await eventually(() => chat.client.getSnapshot().link.status === 'waiting');
  chat.clock.advance(60_000);
  await eventually(() => chat.client.getSnapshot().byRoom.general?.timeline.length === 122);
  expect(chat.sentOf('history')).toHaveLength(2);
});
