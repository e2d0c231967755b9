import { expect, test } from 'vitest';
import { membersOf } from '../peers/peer.ts';
import { seatsFor } from './seats.ts';

test('each room has one witness, and everyone else writes', () => {
  const [seats = []] = seatsFor(membersOf(3, 4), 1);
  const rooms = Map.groupBy(seats, ({ room }) => room);
  expect(rooms.size).toBe(3);
  for (const room of rooms.values()) {
    expect(room.map(({ role }) => role)).toEqual(['witness', 'author', 'author', 'author']);
    expect(room.filter(({ sampled }) => sampled)).toHaveLength(1);
  }
});

test('a large room is sampled at a few of its members', () => {
  const [seats = []] = seatsFor(membersOf(1, 200), 1);
  const sampled = seats.filter((seat) => seat.sampled).length;
  expect(sampled).toBeGreaterThan(1);
  expect(sampled).toBeLessThanOrEqual(4);
});

test('whole rooms go to the threads where there are enough', () => {
  const threads = seatsFor(membersOf(4, 5), 2);
  expect(threads.map((seats) => seats.length)).toEqual([10, 10]);
  const rooms = threads.map((seats) => new Set(seats.map(({ room }) => room)));
  expect(new Set([...(rooms[0] ?? []), ...(rooms[1] ?? [])]).size).toBe(4);
});

test('of a room that is divided only one thread writes', () => {
  const threads = seatsFor(membersOf(1, 9), 3);
  expect(threads.flat()).toHaveLength(9);
  expect(threads.filter((seats) => seats.some(({ role }) => role !== 'reader'))).toHaveLength(1);
});
