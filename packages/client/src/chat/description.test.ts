import type { RoomEvent, RoomHeader, RoomId, RoomName, UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { freshRoom } from './by-room.ts';
import { described, describedAfter, descriptionOf } from './description.ts';

const room = freshRoom('den' as RoomId);
const header: RoomHeader = {
  kind: 'private',
  topic: 'tea',
  history: 'joined',
  members: 2,
  messages: 4,
  owners: ['ada' as UserId],
  role: 'reader',
  asOf: 7,
};

test('a description replaces the one before, with what it leaves out', () => {
  expect(room).toMatchObject({ name: 'den' });
  const after = described({ ...room, cursor: 5 }, header);
  expect(after).not.toHaveProperty('name');
  expect(after).toMatchObject({
    id: 'den',
    kind: 'private',
    topic: 'tea',
    owners: ['ada'],
    role: 'reader',
    countedAt: 7,
    cursor: 5,
  });
  const { asOf: _, ...description } = header;
  expect(descriptionOf(after)).toEqual(description);
});

test('a description has no other parts of the state, and nothing undefined', () => {
  const named = { ...described(room, header), name: 'hut' as RoomName };
  expect(Object.keys(descriptionOf(named)).sort()).toEqual([
    'history',
    'kind',
    'members',
    'messages',
    'name',
    'owners',
    'role',
    'topic',
  ]);
});

test('a room after a change of its policy is as the server describes it', () => {
  const change = (seq: number, policy: object) => ({ type: 'room-policy', author: 'bob', seq, ...policy }) as RoomEvent;
  const before = described(room, header);
  const strict = describedAfter(before, [change(8, { inviters: 'moderators', history: 'joined' })], undefined);
  expect([strict.inviters, strict.history]).toEqual(['moderators', 'joined']);
  const open = describedAfter(strict, [change(9, { inviters: 'members' })], undefined);
  expect([open.inviters, open.history]).toEqual([undefined, 'joined']);
});
