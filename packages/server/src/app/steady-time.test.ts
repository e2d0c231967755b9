import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { dayMs } from '../testing/context.ts';
import { SteadyTime } from './steady-time.ts';

function steady() {
  const clock = new FakeClock();
  const jumps: number[] = [];
  const quiet = { debug: () => {}, info: () => {}, error: () => {} };
  const warn = (_: string, fields: Readonly<Record<string, unknown>> = {}) => void jumps.push(Number(fields.byMs));
  return { clock, jumps, startMs: clock.nowMs(), time: new SteadyTime(clock, { ...quiet, warn }) };
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
