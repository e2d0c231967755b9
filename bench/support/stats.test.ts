import { expect, test } from 'vitest';
import { median, percentile, spread } from './stats.ts';

test('the median is the middle value, or the mean of the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([7])).toBe(7);
  expect(median([])).toBeNaN();
});

test('a percentile is a value that this share of values does not exceed', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect(percentile(values, 50)).toBe(50);
  expect(percentile(values, 99)).toBe(99);
  expect(percentile(values, 100)).toBe(100);
  expect(percentile([5], 50)).toBe(5);
  expect(percentile([], 50)).toBeNaN();
});

test('sorts numerically, and does not change its input', () => {
  const values = [10, 9, 100];
  expect(median(values)).toBe(10);
  expect(percentile(values, 100)).toBe(100);
  expect(values).toEqual([10, 9, 100]);
});

test('a spread has median, minimum and maximum', () => {
  expect(spread([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
});
