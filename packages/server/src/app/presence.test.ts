import type { RoomId, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { expect, test } from 'vitest';
import { testContext } from '../testing/context.ts';
import { Presence } from './presence.ts';

test('a user who comes online is announced in rooms up to the limit, and in no larger one', async () => {
  const context = testContext();
  const announced: string[] = [];
  for (const room of ['small', 'large'] as RoomId[]) {
    context.bus.subscribe(`room:${room}`, (message) => message.kind === 'presence' && announced.push(room));
  }
  const room = (id: string, members: number) => ({ id: id as RoomId, topic: '', head: 1, members, joined: true });
  const presence = new Presence(context);
  presence.deviceConnected('ada' as UserId, [
    room('small', limits.presenceMembers),
    room('large', limits.presenceMembers + 1),
  ]);
  presence.deviceConnected('bob' as UserId, [room('large', limits.presenceMembers + 1)]);
  for (let i = 0; i < 20; i++) await Promise.resolve();
  expect(announced).toEqual(['small']);
  expect(presence.isOnline('bob' as UserId)).toBe(true);
});
