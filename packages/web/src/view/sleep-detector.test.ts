import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { eachSecond } from './sleep-detector.ts';

test('a new day is reported once', () => {
  const clock = new FakeClock();
  const stop = new AbortController();
  const now = new Date(clock.nowMs());
  const midnightMs = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime();
  clock.advance(midnightMs - clock.nowMs() - 2500);
  const days: boolean[] = [];
  eachSecond(clock, stop.signal, (_, isNewDay) => days.push(isNewDay));
  clock.advance(5000);
  expect(days).toEqual([false, false, true, false, false]);
  stop.abort();
  expect(clock.waiting).toBe(0);
});
