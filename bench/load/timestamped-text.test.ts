import { expect, test } from 'vitest';
import { nowUs, stamped, stampIn } from './timestamped-text.ts';

const found = (text: string) => stampIn(Buffer.from(text), 0, Buffer.byteLength(text));

test('the time in a text of 100 bytes is found whatever surrounds it', () => {
  const text = stamped(123_456.4);
  expect(Buffer.byteLength(text)).toBe(100);
  expect(found(JSON.stringify({ type: 'message', text }))).toBe(123_456);
  expect(found(`:u1@here PRIVMSG #r0 :${text}\r\n`)).toBe(123_456);
});

test('finds nothing in other texts', () => {
  expect(found('an @ alone, and no second one in its place')).toBeUndefined();
  expect(found('')).toBeUndefined();
});

test('the clock counts in microseconds', () => {
  const before = nowUs();
  expect(nowUs() - before).toBeLessThan(1_000_000);
  expect(nowUs()).toBeGreaterThanOrEqual(before);
});
