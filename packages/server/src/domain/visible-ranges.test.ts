import { expect, test } from 'vitest';
import { firstRange, missedRanges } from './visible-ranges.ts';

test('what was missed is cut to the times of membership', () => {
  const spans = [
    { from: 3, to: 6 },
    { from: 9, to: undefined },
  ];
  expect(missedRanges(spans, 4)).toEqual([
    { after: 4, upTo: 6, resetsCursor: false },
    { after: 8, upTo: undefined, resetsCursor: true },
  ]);
  expect(missedRanges(spans, 0)[0]).toEqual({ after: 2, upTo: 6, resetsCursor: true });
  expect(missedRanges(spans, 7)).toEqual([{ after: 8, upTo: undefined, resetsCursor: true }]);
  expect(missedRanges(spans, 10)).toEqual([{ after: 10, upTo: undefined, resetsCursor: false }]);
  expect(missedRanges(spans.slice(0, 1), 6)).toEqual([]);
});

test('a membership that follows on the one before at once is a jump too', () => {
  const spans = [
    { from: 3, to: 6 },
    { from: 7, to: undefined },
  ];
  expect(missedRanges(spans, 4)).toEqual([
    { after: 4, upTo: 6, resetsCursor: false },
    { after: 6, upTo: undefined, resetsCursor: true },
  ]);
});

test('without a cursor it begins with the newest of the present membership', () => {
  const spans = [
    { from: 3, to: 6 },
    { from: 9, to: undefined },
  ];
  expect(firstRange(spans, 100, 50)).toBe(50);
  expect(firstRange(spans, 20, 50)).toBe(8);
  // Where that has ended since, what came afterwards does not count.
  expect(firstRange([{ from: 3, to: 6 }], 100, 2)).toBe(4);
});
