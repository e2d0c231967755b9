import type { CachedBatch } from '@securechat/client';
import { describedAs } from '@securechat/client/testing';
import type { EventId, RoomEvent, RoomId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { PrintedCursors } from './printed-cursors.ts';

const general = 'general' as RoomId;
const run = (from: number, to: number, begins = false): CachedBatch => ({
  room: general,
  begins,
  description: describedAs('general'),
  events: Array.from({ length: to - from + 1 }, (_, i) => ({ seq: from + i, id: `e${from + i}` }) as RoomEvent),
  cursor: to,
  cursorId: `e${to}` as EventId,
  atStart: false,
});

/** Printed cursors over a cache that records what it receives. */
function setUp() {
  const kept: unknown[][] = [];
  const nothing = () => expect.unreachable();
  const cache = {
    apply: ({ begins, events, cursor, cursorId }: CachedBatch) => {
      kept.push([begins, events.map(({ seq }) => seq), cursor, ...(cursorId === undefined ? [] : [cursorId])]);
    },
    load: nothing,
    before: nothing,
    begin: nothing,
    forget: nothing,
    keepRooms: nothing,
  };
  return { place: new PrintedCursors(cache, (room) => room === general), kept };
}

test('the stored cursor is that of the last line that has left the process', () => {
  const { place, kept } = setUp();
  place.cache.apply(run(1, 3, true));
  place.cache.apply(run(4, 4));
  expect(kept).toEqual([[true, [], 0]]);
  place.printed(general, 2);
  expect(kept.slice(1)).toEqual([[false, [1, 2], 2, 'e2']]);
  place.printed(general, 4);
  expect(kept.slice(2)).toEqual([
    [false, [3], 3, 'e3'],
    [false, [4], 4, 'e4'],
  ]);
});

test('a line that left before its batch arrived is stored with it; a batch without lines is stored at once', () => {
  const { place, kept } = setUp();
  place.cache.apply({ ...run(1, 0, true), cursor: 7, cursorId: 'e7' as EventId });
  place.printed(general, 8);
  place.cache.apply(run(8, 9));
  expect(kept).toEqual([
    [true, [], 7, 'e7'],
    [false, [8], 8, 'e8'],
  ]);
});

test('a first batch is stored as a start from nothing before any of its lines has left', () => {
  const { place, kept } = setUp();
  place.cache.apply(run(8, 9, true));
  place.cache.apply(run(10, 10));
  expect(kept).toEqual([[true, [], 0]]);
  place.printed(general, 10);
  expect(kept.slice(1)).toEqual([
    [false, [8, 9], 9, 'e9'],
    [false, [10], 10, 'e10'],
  ]);
});

test('batches of rooms that are not printed are stored at once', () => {
  const { place, kept } = setUp();
  place.cache.apply({ ...run(1, 2), room: 'dev' as RoomId });
  expect(kept).toEqual([[false, [1, 2], 2, 'e2']]);
});
