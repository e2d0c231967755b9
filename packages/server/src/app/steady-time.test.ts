import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { dayMs } from '../testing/context.ts';
import { SteadyTime } from './steady-time.ts';

function steady(notBeforeMs = (_startMs: number) => 0) {
  const clock = new FakeClock();
  const jumps: number[] = [];
  const quiet = { debug: () => {}, info: () => {}, error: () => {} };
  const warn = (_: string, fields: Readonly<Record<string, unknown>> = {}) => void jumps.push(Number(fields.byMs));
  return {
    clock,
    jumps,
    startMs: clock.nowMs(),
    time: new SteadyTime(clock, { ...quiet, warn }, { notBeforeMs: notBeforeMs(clock.nowMs()) }),
  };
}

test('follows a wall clock that is right, and one that drifts', () => {
  const { clock, time, startMs, jumps } = steady();
  clock.skip(dayMs);
  clock.jump(400);
  expect(time.earliestMs()).toBe(startMs + dayMs + 400);
  expect(time.latestMs()).toBe(startMs + dayMs + 400);
  expect(jumps).toEqual([]);
});

test('a wall clock that is 100 days ahead for 20 seconds moves the end of nothing by more than 20 seconds', () => {
  const { clock, time, startMs, jumps } = steady();
  clock.jump(100 * dayMs);
  time.earliestMs();
  clock.skip(20_000);
  expect(time.earliestMs()).toBe(startMs + 40_000);
  expect(time.latestMs()).toBe(startMs + 100 * dayMs + 20_000);
  clock.jump(-100 * dayMs);
  expect(time.earliestMs()).toBe(startMs + 20_000);
  expect(time.latestMs()).toBe(startMs + 40_000);
  clock.skip(20_000);
  expect(time.earliestMs()).toBe(startMs + 40_000);
  expect(time.latestMs()).toBe(startMs + 40_000);
  expect(jumps).toEqual([100 * dayMs, -100 * dayMs]);
});

test('a wall clock that is set back neither stamps the past nor goes back for good', () => {
  const { clock, time, startMs } = steady();
  clock.jump(-100 * dayMs);
  expect(time.earliestMs()).toBe(startMs - 100 * dayMs);
  expect(time.latestMs()).toBe(startMs);
  clock.skip(5000);
  expect(time.latestMs()).toBe(startMs);
});

test('a wall clock that was wrong at the start, before what is stored already, is right once it is set to later than that', () => {
  const newest = 100 * dayMs;
  const { clock, time, startMs, jumps } = steady((now) => now + newest);
  clock.skip(20_000);
  clock.jump(dayMs);
  // Set, and still before what is stored: as wrong as before.
  expect(time.earliestMs()).toBe(startMs + 40_000);
  clock.jump(120 * dayMs);
  expect(time.earliestMs()).toBe(startMs + 121 * dayMs + 20_000);
  // Only once: a later jump moves nothing, like any other.
  clock.jump(120 * dayMs);
  expect(time.earliestMs()).toBe(startMs + 121 * dayMs + 20_000);
  expect(jumps.slice(1)).toEqual([dayMs, 120 * dayMs, 120 * dayMs]);
});

test('a wall clock a moment behind what is stored is no wrong clock', () => {
  const { clock, time, startMs, jumps } = steady((now) => now + 4000);
  clock.jump(100 * dayMs);
  expect(time.earliestMs()).toBe(startMs);
  expect(jumps).toEqual([100 * dayMs]);
});

test('a stamp is never before the release of the program', () => {
  const clock = new FakeClock();
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const releasedMs = clock.nowMs() + 1000 * dayMs;
  const time = new SteadyTime(clock, quiet, { notBeforeMs: releasedMs, stampsFromMs: releasedMs });
  expect(time.latestMs()).toBe(releasedMs);
  clock.jump(1001 * dayMs);
  expect(time.latestMs()).toBe(releasedMs + dayMs);
  expect(time.earliestMs()).toBe(releasedMs + dayMs);
});

test('watching notices a jump without anybody asking for the time, until it is stopped', () => {
  const { clock, time, jumps } = steady();
  const stop = time.watch(10_000);
  clock.jump(3_600_000);
  clock.advance(10_000);
  clock.advance(60_000);
  expect(jumps).toEqual([3_600_000]);
  stop();
  expect(clock.waiting).toBe(0);
});
