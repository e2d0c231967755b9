import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('delays grow from under a second to half a minute, spread over their whole range', () => {
  expect(backoffMs(1, 0.999)).toBeLessThanOrEqual(1000);
  expect(backoffMs(1, 0)).toBe(250);
  expect(backoffMs(50, 0.999)).toBeLessThanOrEqual(30_000);
  expect(backoffMs(50, 0.999)).toBeGreaterThan(29_000);
  for (let attempt = 1; attempt < 20; attempt++) expect(backoffMs(attempt, 0.5)).toBeLessThanOrEqual(15_000);
});
