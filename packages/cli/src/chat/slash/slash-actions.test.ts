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

test('/topic shows, sets and removes the topic, and /rename renames the shown room', async () => {
  await using chat = await openChat(['hello']);
  chat.enter('/topic');
  await eventually(() => chat.screen().includes('This room has no topic.'));
  chat.enter('/topic all about tea');
  chat.enter('/topic -');
  chat.enter('/rename #Kitchen');
  await eventually(() => chat.sentOf('room.rename').length === 1);
  expect(chat.sentOf('room.topic')).toMatchObject([{ room: 'general', topic: 'all about tea' }, { topic: '' }]);
  expect(chat.sentOf('room.rename')).toMatchObject([{ room: 'general', name: 'kitchen' }]);
  chat.enter('/rename No Name');
  await eventually(() => chat.screen().includes('Room names have 1–32 characters'));
  expect(chat.sentOf('room.rename')).toHaveLength(1);
  chat.server.refuse = { 'room.topic': { code: 'not_allowed' } };
  chat.enter('/topic mine');
  await eventually(() => chat.screen().includes('refused: not_allowed'));
});
