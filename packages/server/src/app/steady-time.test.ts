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

test('follows a correct wall clock, and one that drifts', () => {
  const { clock, time, startMs, jumps } = steady();
  clock.skip(dayMs);
  clock.jump(400);
  expect(time.earliestMs()).toBe(startMs + dayMs + 400);
  expect(time.latestMs()).toBe(startMs + dayMs + 400);
  expect(jumps).toEqual([]);
});

test('a wall clock that is 100 days ahead for 20 seconds moves no expiry by more than 20 seconds', () => {
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

test('a wall clock that is set back neither stamps the past nor is distrusted forever', () => {
  const { clock, time, startMs } = steady();
  clock.jump(-100 * dayMs);
  expect(time.earliestMs()).toBe(startMs - 100 * dayMs);
  expect(time.latestMs()).toBe(startMs);
  clock.skip(5000);
  expect(time.latestMs()).toBe(startMs);
});

test('a wall clock that starts before the newest stored event is trusted once it is set to later than that', () => {
  const newest = 100 * dayMs;
  const { clock, time, startMs, jumps } = steady((now) => now + newest);
  clock.skip(20_000);
  clock.jump(dayMs);
  // It was set, but is still before the newest stored event.
  expect(time.earliestMs()).toBe(startMs + 40_000);
  clock.jump(120 * dayMs);
  expect(time.earliestMs()).toBe(startMs + 121 * dayMs + 20_000);
  // Only the first time: a later jump moves nothing.
  clock.jump(120 * dayMs);
  expect(time.earliestMs()).toBe(startMs + 121 * dayMs + 20_000);
  expect(jumps.slice(1)).toEqual([dayMs, 120 * dayMs, 120 * dayMs]);
});

test('a wall clock slightly behind what is stored is trusted', () => {
  const { clock, time, startMs, jumps } = steady((now) => now + 4000);
  clock.jump(100 * dayMs);
  expect(time.earliestMs()).toBe(startMs);
  expect(jumps).toEqual([100 * dayMs]);
});

test('a stamp is never earlier than the release of the program', () => {
  const clock = new FakeClock();
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const releasedMs = clock.nowMs() + 1000 * dayMs;
  const time = new SteadyTime(clock, quiet, { notBeforeMs: releasedMs, stampsFromMs: releasedMs });
  expect(time.latestMs()).toBe(releasedMs);
  clock.jump(1001 * dayMs);
  expect(time.latestMs()).toBe(releasedMs + dayMs);
  expect(time.earliestMs()).toBe(releasedMs + dayMs);
});

test('the watch notices a jump although nobody reads the time, until it is stopped', () => {
  const { clock, time, jumps } = steady();
  const stop = time.watch(10_000);
  clock.jump(3_600_000);
  clock.advance(10_000);
  clock.advance(60_000);
  expect(jumps).toEqual([3_600_000]);
  stop();
  expect(clock.waiting).toBe(0);
});
