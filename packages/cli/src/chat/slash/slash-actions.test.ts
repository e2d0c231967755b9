import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openChat } from '../../testing/open-chat.ts';

test('leaving a room without being a member is refused without a hint to join it', async () => {
  await using chat = await openChat(['hello']);
  chat.server.refuse = { 'room.leave': { code: 'not_a_member' } };
  chat.enter('/leave nowhere');
  await eventually(() => chat.screen().includes('You are not in #nowhere.'));
  expect(chat.screen()).not.toContain('Join it first');
});
