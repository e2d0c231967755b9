import { emptyState, roomOf, shownRooms } from '@securechat/client';
import type { RoomId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { sayMoment } from './dates.ts';
import { eachSecond } from './sleep-detector.ts';
import { sayCaughtUp } from './status.ts';

test('a time out of range is shown as unknown, and breaks nothing', () => {
  expect(sayMoment(0)?.iso).toBe('1970-01-01T00:00:00.000Z');
  expect(sayMoment(8.64e15)?.iso).toBe('+275760-09-13T00:00:00.000Z');
  for (const atMs of [8.64e15 + 1, Number.MAX_SAFE_INTEGER, Number.NaN]) expect(sayMoment(atMs)).toBeUndefined();
});

test('a catch-up is reported with its gaps, and a changed history as such', () => {
  expect(sayCaughtUp({ events: 37, gaps: 0, restored: 0 })).toBe('Reconnected · 37 new');
  expect(sayCaughtUp({ events: 3, gaps: 0, restored: 1 })).toMatch(
    /^Reconnected · 3 new · 1 room reloaded\. .*history has changed/,
  );
});

test('pending messages are shown, also for rooms that the server has not sent yet', () => {
  const message = { id: 'a', room: 'kitchen', text: 'x', atMs: 1 } as never;
  expect(shownRooms({ rooms: ['general' as RoomId], pending: [message, message] })).toEqual(['general', 'kitchen']);
  expect(roomOf(emptyState, 'kitchen' as RoomId)).toMatchObject({ id: 'kitchen', timeline: [], atStart: true });
});

test('a late second counts as sleep; a stopped watch has no timer', () => {
  // A timer that fires late, with the clock at that time.
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
