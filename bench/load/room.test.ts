import { expect, test } from 'vitest';
import { Counters } from './counters.ts';
import { Room } from './room.ts';

/** A room with a number of authors that sends only what the test triggers; `said` records who sent which number. */
function roomOf(authors: number, acks: boolean) {
  const counters = new Counters();
  const room = new Room(counters);
  const said: [author: number, number: number][] = [];
  for (let i = 0; i < authors; i++) {
    const line = { acks, say: (number: number) => void said.push([i, number]), close: () => {} };
    room.authors.push({ line, waiting: new Map(), next: 0 });
  }
  return { room, counters, said };
}

test('keeps the window full: each message that the observer has lets another one start', () => {
  const { room, said, counters } = roomOf(2, false);
  room.begin({ kind: 'closed', window: 3, doneBy: 'observer' });
  expect(said.map(([author]) => author)).toEqual([0, 1, 0]);
  room.observed(2);
  expect(said.map(([author]) => author)).toEqual([0, 1, 0, 1, 0]);
  expect(counters.take().messages).toBe(2);
  room.end();
  room.observed(3);
  expect(said).toHaveLength(5);
  expect(room.busy).toBe(false);
});

test('keeps a window per author where acknowledgements count, not what the observer has', () => {
  const { room, said, counters } = roomOf(2, true);
  room.begin({ kind: 'closed', window: 1, doneBy: 'ack' });
  room.observed(2);
  expect(said).toHaveLength(2);
  const [first] = room.authors;
  if (first) room.acked(first, 0);
  expect(said.at(-1)).toEqual([0, 1]);
  expect(counters.take()).toMatchObject({ messages: 1, acks: 1 });
});

test('a repeated acknowledgement counts once', () => {
  const { room, counters } = roomOf(1, true);
  room.begin({ kind: 'open', perSecond: 1 });
  room.say(0);
  const [author] = room.authors;
  for (let i = 0; i < 2; i++) if (author) room.acked(author, 0);
  expect(counters.take().acks).toBe(1);
});

test('a refused message is replaced by another', () => {
  const { room, said } = roomOf(1, true);
  room.begin({ kind: 'closed', window: 2, doneBy: 'observer' });
  const [author] = room.authors;
  if (author) room.refused(author, 0);
  expect(said).toHaveLength(3);
  expect(room.busy).toBe(true);
});
