import type { RoomId } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { ChatStore } from './chat/store.ts';
import { RoomDetails } from './room-details.ts';

function meet() {
  const clock = new FakeClock();
  const asked: RoomId[] = [];
  const requests = {
    ask: async (_: string, { room }: { room: RoomId }) => {
      asked.push(room);
      return { ok: false, error: { kind: 'timeout' } };
    },
  };
  const details = new RoomDetails({ requests: requests as never, store: new ChatStore(), clock });
  return { clock, asked, details };
}
const settle = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};
const rooms = Array.from({ length: 400 }, (_, i) => `room-${i}` as RoomId);

test('rooms that are announced together are asked about one after another, four in a second', async () => {
  const { clock, asked, details } = meet();
  for (const room of rooms) details.fetch(room);
  await settle();
  expect(asked).toEqual(rooms.slice(0, 1));
  for (let i = 0; i < 8; i++) {
    clock.advance(250);
    await settle();
  }
  expect(asked).toEqual(rooms.slice(0, 9));
  details.cancel();
  clock.advance(60_000);
  await settle();
  expect([asked.length, clock.waiting]).toEqual([9, 0]);
});

test('a room that is announced at every answer is asked about once in a while', async () => {
  const { clock, asked, details } = meet();
  for (let i = 0; i < 39; i++) {
    details.fetch(rooms[0] as RoomId);
    await settle();
    clock.advance(250);
  }
  expect(asked).toHaveLength(1);
  clock.advance(1000);
  details.fetch(rooms[0] as RoomId);
  await settle();
  expect(asked).toHaveLength(2);
});

test('nothing is left waiting once all rooms have been asked about', async () => {
  const { clock, asked, details } = meet();
  details.fetch(rooms[0] as RoomId);
  details.fetch(rooms[1] as RoomId);
  await settle();
  clock.advance(250);
  await settle();
  expect([asked.length, clock.waiting]).toEqual([2, 0]);
});
