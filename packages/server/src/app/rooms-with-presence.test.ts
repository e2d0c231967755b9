import type { RoomId, RoomName, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { expect, test } from 'vitest';
import { withOnline } from './rooms-with-presence.ts';

const people = Array.from({ length: limits.presenceMembers }, (_, i) => `somebody-with-a-name-${i}` as UserId);
const room = (id: string) => ({
  id: id as RoomId,
  kind: 'public' as const,
  history: 'shared' as const,
  name: id as RoomName,
  topic: '',
  owners: [],
  head: 1,
  messages: 0,
  members: people.length,
  joined: true,
});
const all = { members: async () => people, online: async (users: readonly UserId[]) => users, ready: async () => {} };

test('users who are online are listed, and nobody else', async () => {
  const online = async (users: readonly UserId[]) => users.filter((user) => user === people[7]);
  expect(await withOnline([room('dev')], { ...all, online })).toEqual([{ ...room('dev'), online: [people[7]] }]);
});

test('a room above the presence limit asks for nobody', async () => {
  const large = { ...room('large'), members: limits.presenceMembers + 1 };
  const members = async () => expect.unreachable('the members of a large room were read');
  expect(await withOnline([large], { ...all, members })).toEqual([{ ...large, online: [] }]);
});

test('the names of many full rooms stay within their limit, and those of general are complete', async () => {
  const rooms = [...Array.from({ length: 499 }, (_, i) => room(`a${i}`)), room('general')];
  const now = await withOnline(rooms, all);
  expect(now.map(({ id }) => id)).toEqual(rooms.map(({ id }) => id));
  expect(now.at(-1)?.online).toEqual(people);
  expect(now[0]?.online).toEqual(people);
  const text = JSON.stringify(now.map(({ online }) => online)).length;
  // Plus the brackets and commas of 500 lists.
  expect(text).toBeLessThan(limits.onlineNames + 3 * rooms.length);
  expect(text).toBeGreaterThan(limits.onlineNames - 100);
});
