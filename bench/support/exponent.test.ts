import { expect, test } from 'vitest';
import { exponentOf } from './exponent.ts';

test('finds the exponent of a cost’s growth', () => {
  const at = (cost: (size: number) => number) => [10, 100, 1000, 1e6].map((size) => ({ size, cost: cost(size) }));
  expect(exponentOf(at(() => 7))).toBeCloseTo(0);
  expect(exponentOf(at((size) => 3 * size))).toBeCloseTo(1);
  expect(exponentOf(at((size) => 5 * Math.sqrt(size)))).toBeCloseTo(0.5);
});
