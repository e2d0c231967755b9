import { expect, test } from 'vitest';
import { lruCache } from './lru.ts';

test('the last ones are remembered, also those that were only looked at, and not many more', () => {
  const keys = Array.from({ length: 100 }, (_, number) => ({ number }));
  const kept = lruCache<object, number>(10);
  const first = keys[0] ?? {};
  for (const key of keys) {
    kept.set(key, key.number);
    expect(kept.get(first)).toBe(0);
  }
  for (const key of keys.slice(-9)) expect(kept.get(key)).toBe(key.number);
  const known = keys.filter((key) => kept.get(key) !== undefined);
  expect(known.length).toBeLessThanOrEqual(20);
});
