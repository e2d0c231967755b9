import { expect, test } from 'vitest';
import { membersOf } from '../peers/peer.ts';
import { slotsFor } from './client-slots.ts';

test('each room has one observer, and all others are authors', () => {
  const [slots = []] = slotsFor(membersOf(3, 4), 1);
  const rooms = Map.groupBy(slots, ({ room }) => room);
  expect(rooms.size).toBe(3);
  for (const room of rooms.values()) {
    expect(room.map(({ role }) => role)).toEqual(['observer', 'author', 'author', 'author']);
    expect(room.filter(({ sampled }) => sampled)).toHaveLength(1);
  }
});

test('only a few members of a large room are sampled', () => {
  const [slots = []] = slotsFor(membersOf(1, 200), 1);
  const sampled = slots.filter((slot) => slot.sampled).length;
  expect(sampled).toBeGreaterThan(1);
  expect(sampled).toBeLessThanOrEqual(4);
});

test('threads get whole rooms if there are enough', () => {
  const threads = slotsFor(membersOf(4, 5), 2);
  expect(threads.map((slots) => slots.length)).toEqual([10, 10]);
  const rooms = threads.map((slots) => new Set(slots.map(({ room }) => room)));
  expect(new Set([...(rooms[0] ?? []), ...(rooms[1] ?? [])]).size).toBe(4);
});

test('only one thread writes in a room that is divided', () => {
  const threads = slotsFor(membersOf(1, 9), 3);
  expect(threads.flat()).toHaveLength(9);
  expect(threads.filter((slots) => slots.some(({ role }) => role !== 'reader'))).toHaveLength(1);
});
