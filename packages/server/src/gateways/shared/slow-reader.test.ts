import { limits } from '@securechat/protocol/limits';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { SlowReaderGuard } from './slow-reader.ts';

function setUp() {
  const clock = new FakeClock();
  const counts = { cutOff: 0 };
  return { clock, counts, guard: new SlowReaderGuard(clock, { cutOff: () => void counts.cutOff++ }) };
}

test('a burst that is sent in time does not cut a reader off', () => {
  const { clock, counts, guard } = setUp();
  for (let i = 0; i < 3; i++) {
    guard.check(limits.outboxBytes + 1);
    clock.advance(limits.outboxGraceMs - 1);
    guard.check(limits.outboxBytes);
    expect(clock.waiting).toBe(0);
  }
  expect(counts.cutOff).toBe(0);
});

test('a reader with too much queued for too long is cut off', () => {
  const { clock, counts, guard } = setUp();
  guard.check(limits.outboxBytes + 1);
  guard.check(limits.outboxBytes + 2);
  clock.advance(limits.outboxGraceMs - 1);
  expect(counts.cutOff).toBe(0);
  clock.advance(1);
  expect(counts.cutOff).toBe(1);
});

test('a reader above the hard limit is cut off immediately, and a stopped guard leaves no timer', () => {
  const { clock, counts, guard } = setUp();
  guard.check(limits.outboxHardBytes);
  expect(counts.cutOff).toBe(0);
  guard.check(limits.outboxHardBytes + 1);
  expect(counts.cutOff).toBe(1);
  guard.stop();
  expect(clock.waiting).toBe(0);
});
