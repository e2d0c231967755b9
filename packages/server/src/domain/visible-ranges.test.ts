import { expect, test } from 'vitest';
import { firstRange, missedRanges, visibleRanges } from './visible-ranges.ts';

test('missed events are limited to the memberships', () => {
  const memberships = [
    { from: 3, visibleFrom: 3, to: 6 },
    { from: 9, visibleFrom: 9, to: undefined },
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
    { from: 3, visibleFrom: 3, to: 6 },
    { from: 7, visibleFrom: 7, to: undefined },
  ];
  expect(missedRanges(memberships, 4)).toEqual([
    { after: 4, upTo: 6, resetsCursor: false },
    { after: 6, upTo: undefined, resetsCursor: true },
  ]);
});

test('without a cursor the newest events of the current membership are sent', () => {
  const memberships = [
    { from: 3, visibleFrom: 3, to: 6 },
    { from: 9, visibleFrom: 9, to: undefined },
  ];
  expect(firstRange(memberships, 100, 50)).toBe(50);
  expect(firstRange(memberships, 20, 50)).toBe(8);
  // If it has ended since, later events do not count.
  expect(firstRange([{ from: 3, visibleFrom: 3, to: 6 }], 100, 2)).toBe(4);
});

test('in a room that shares its history a reader continues before its own join, and begins with the newest events', () => {
  const shared = [{ from: 9, visibleFrom: 1, to: undefined }];
  expect(missedRanges(shared, 4)).toEqual([{ after: 4, upTo: undefined, resetsCursor: false }]);
  // It has nothing: its own join comes first, and what was said before is the room's history.
  expect(missedRanges(shared, 0)).toEqual([{ after: 8, upTo: undefined, resetsCursor: true }]);
  expect([firstRange(shared, 10, 50), firstRange(shared, 100, 50), firstRange(shared, 10, 3)]).toEqual([0, 50, 7]);
});

test('a shared history is sent without the end of an earlier membership, which would end this one at its reader', () => {
  const memberships = [
    { from: 3, visibleFrom: 3, to: 6 },
    { from: 9, visibleFrom: 1, to: undefined },
  ];
  expect(firstRange(memberships, 10, 50)).toBe(6);
  expect(missedRanges(memberships, 7)).toEqual([{ after: 7, upTo: undefined, resetsCursor: false }]);
  for (const cursor of [4, 6]) {
    expect(missedRanges(memberships, cursor).at(-1)).toEqual({ after: 8, upTo: undefined, resetsCursor: true });
  }
});

test('what is visible is disjoint, in order, and the union of what each membership lets its member see', () => {
  const past = [
    { from: 3, visibleFrom: 3, to: 4 },
    { from: 6, visibleFrom: 5, to: 8 },
    { from: 12, visibleFrom: 12, to: 14 },
  ];
  expect(visibleRanges(past)).toEqual([
    { from: 3, to: 8 },
    { from: 12, to: 14 },
  ]);
  expect(visibleRanges([...past, { from: 20, visibleFrom: 1, to: undefined }])).toEqual([{ from: 1, to: undefined }]);
  expect(visibleRanges([...past, { from: 20, visibleFrom: 10, to: 30 }])).toEqual([
    { from: 3, to: 8 },
    { from: 10, to: 30 },
  ]);
  expect(visibleRanges([])).toEqual([]);
});
