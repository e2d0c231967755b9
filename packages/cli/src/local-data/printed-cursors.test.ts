import type { CachedBatch } from '@securechat/client';
import type { RoomEvent, RoomId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { PlaceKept } from './printed-cursors.ts';

const general = 'general' as RoomId;
const run = (from: number, to: number, begins = false): CachedBatch => ({
  room: general,
  begins,
  events: Array.from({ length: to - from + 1 }, (_, i) => ({ seq: from + i }) as RoomEvent),
  cursor: to,
  atStart: false,
});

/** A place over a cache that notes what it is given. */
function meet() {
  const kept: [boolean, number[], number][] = [];
  const nothing = () => expect.unreachable();
  const cache = {
    apply: ({ begins, events, cursor }: CachedBatch) => void kept.push([begins, events.map(({ seq }) => seq), cursor]),
    load: nothing,
    before: nothing,
    begin: nothing,
    forget: nothing,
    keepRooms: nothing,
    markRead: nothing,
  };
  return { place: new PlaceKept(cache, (room) => room === general), kept };
}

test('the place is that of the last line that has left, however late', () => {
  const { place, kept } = meet();
  place.cache.apply(run(1, 3, true));
  place.cache.apply(run(4, 4));
  expect(kept).toEqual([[true, [], 0]]);
  place.printed(general, 2);
  expect(kept.slice(1)).toEqual([[false, [1, 2], 2]]);
  place.printed(general, 4);
  expect(kept.slice(2)).toEqual([
    [false, [3], 3],
    [false, [4], 4],
  ]);
});

test('a line that has left before its run came is kept with it, and a beginning without lines at once', () => {
  const { place, kept } = meet();
  place.cache.apply({ ...run(1, 0, true), cursor: 7 });
  place.printed(general, 8);
  place.cache.apply(run(8, 9));
  expect(kept).toEqual([
    [true, [], 7],
    [false, [8], 8],
  ]);
});

test('a beginning that came with its first lines is a place before any of them has left', () => {
  const { place, kept } = meet();
  place.cache.apply({ ...run(8, 9, true), cursor: 9 });
  place.cache.apply(run(10, 10));
  expect(kept).toEqual([[true, [], 7]]);
  place.printed(general, 10);
  expect(kept.slice(1)).toEqual([
    [false, [8, 9], 9],
    [false, [10], 10],
  ]);
});

test('what happens in other rooms is kept as it comes', () => {
  const { place, kept } = meet();
  place.cache.apply({ ...run(1, 2), room: 'dev' as RoomId });
  expect(kept).toEqual([[false, [1, 2], 2]]);
});
