import { expect, test } from 'vitest';
import { parseDuration, waitDuration } from './duration.ts';

test('durations are read as people write them', () => {
  expect(['0', '90', '1.5', '500ms', '30s', '2m', '1h30m', '2d', '1w'].map(parseDuration)).toEqual([
    0, 90_000, 1500, 500, 30_000, 120_000, 5_400_000, 172_800_000, 604_800_000,
  ]);
  expect(['', 'x', '-1', '2 h', '1y', 'h', '1h5'].map(parseDuration)).toEqual(Array(7).fill(undefined));
});

test('a wait is a duration within the range of a timer, or forever', () => {
  expect(waitDuration('forever')).toBe(Number.POSITIVE_INFINITY);
  expect(waitDuration('24d')).toBe(24 * 86_400_000);
  expect(() => waitDuration('25d')).toThrow(/duration/);
  expect(() => waitDuration('soon')).toThrow(/30s, 2m or 1h/);
});
