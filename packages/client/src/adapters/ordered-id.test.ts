import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { orderedId } from './ordered-id.ts';

test('an id is a UUID of version 7, and a later one sorts after it', () => {
  const [early, late] = [orderedId(1_700_000_000_000, randomUUID()), orderedId(1_700_000_000_001, randomUUID())];
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(late > early).toBe(true);
  expect(orderedId(1_700_000_000_000, randomUUID())).not.toBe(early);
});
