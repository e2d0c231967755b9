import { emptyState, roomOf, shownRooms } from '@securechat/client';
import type { RoomId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { sayMoment } from './dates.ts';
import { eachSecond } from './sleep-detector.ts';
import { sayCaughtUp } from './status.ts';

test('a moment that no calendar has is none, and breaks nothing', () => {
  expect(sayMoment(0)?.iso).toBe('1970-01-01T00:00:00.000Z');
  expect(sayMoment(8.64e15)?.iso).toBe('+275760-09-13T00:00:00.000Z');
  for (const atMs of [8.64e15 + 1, Number.MAX_SAFE_INTEGER, Number.NaN]) expect(sayMoment(atMs)).toBeUndefined();
});

test('a catch-up is said with its gaps, and another history by its name', () => {
  expect(sayCaughtUp({ events: 37, gaps: 0, restored: 0 })).toBe('Reconnected · 37 new');
  expect(sayCaughtUp({ events: 3, gaps: 0, restored: 1 })).toMatch(
    /^Reconnected · 3 new · 1 room reloaded\. .*another history/,
  );
});

test('what is unsent is in sight, also for rooms the server has not told of', () => {
  const message = { id: 'a', room: 'kitchen', text: 'x', atMs: 1 } as never;
  expect(shownRooms({ rooms: ['general' as RoomId], pending: [message, message] })).toEqual(['general', 'kitchen']);
  expect(roomOf(emptyState, 'kitchen' as RoomId)).toMatchObject({ id: 'kitchen', timeline: [], atStart: true });
});

test('a second that took far too long was a sleep; an ended watch holds no timer', () => {
  // A timer that comes late, with the clock where it then is.
  let nowMs = 0;
  let timer: (() => void) | undefined;
  const clock = {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    uptimeMs: () => nowMs,
    after: (_: number, run: () => void) => {
      timer = run;
      return () => {
        timer = undefined;
      };
    },
    random: () => 0,
    newId: () => 'id',
  };
  const later = (ms: number) => {
    nowMs += ms;
    timer?.();
  };
  const stop = new AbortController();
  const seen: boolean[] = [];
  eachSecond(clock, stop.signal, (slept) => seen.push(slept));
  for (const ms of [1000, 1500, 60_000, 1000]) later(ms);
  expect(seen).toEqual([false, false, true, false]);
  stop.abort();
  expect(timer).toBeUndefined();
});
