import { expect, test } from 'vitest';
import { firstRange, missedRanges } from './visible-ranges.ts';

test('missed events are limited to the memberships', () => {
  const memberships = [
    { from: 3, to: 6 },
    { from: 9, to: undefined },
  ];
  expect(missedRanges(memberships, 4)).toEqual([
    { after: 4, upTo: 6, resetsCursor: false },
    { after: 8, upTo: undefined, resetsCursor: true },
  ]);
  expect(missedRanges(memberships, 0)[0]).toEqual({ after: 2, upTo: 6, resetsCursor: true });
  expect(missedRanges(memberships, 7)).toEqual([{ after: 8, upTo: undefined, resetsCursor: true }]);
  expect(missedRanges(memberships, 10)).toEqual([{ after: 10, upTo: undefined, resetsCursor: false }]);
  expect(missedRanges(memberships.slice(0, 1), 6)).toEqual([]);
});

test('a membership that directly follows another one resets the cursor too', () => {
  const memberships = [
    { from: 3, to: 6 },
    { from: 7, to: undefined },
  ];
  expect(missedRanges(memberships, 4)).toEqual([
    { after: 4, upTo: 6, resetsCursor: false },
    { after: 6, upTo: undefined, resetsCursor: true },
  ]);
});

test('without a cursor the newest events of the current membership are sent', () => {
  const memberships = [
    { from: 3, to: 6 },
    { from: 9, to: undefined },
  ];
  expect(firstRange(memberships, 100, 50)).toBe(50);
  expect(firstRange(memberships, 20, 50)).toBe(8);
  // If it has ended since, later events do not count.
  expect(firstRange([{ from: 3, to: 6 }], 100, 2)).toBe(4);
});
