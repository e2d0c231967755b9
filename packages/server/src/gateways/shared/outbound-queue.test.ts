import { limits } from '@securechat/protocol';
import { eventually, FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { OutboundQueue } from './outbound-queue.ts';
import { WriteScheduler } from './write-scheduler.ts';

/** An outbox over a wire that carries bytes when told. */
function meet(scheduler = new WriteScheduler()) {
  const clock = new FakeClock();
  const waiting: { bytes: number; done: () => void }[] = [];
  const counts = { cut: 0 };
  const wire = {
    open: true,
    get waitingBytes() {
      return waiting.reduce((sum, { bytes }) => sum + bytes, 0);
    },
    write: (bytes: Buffer, done: () => void) => void waiting.push({ bytes: bytes.length, done }),
  };
  const outbox = new OutboundQueue(wire, { overflowed: () => void counts.cut++ }, { scheduler, clock });
  return {
    clock,
    counts,
    outbox,
    wire,
    write: (bytes: number) => {
      outbox.send(Buffer.alloc(bytes));
      outbox.flush();
    },
    carryAll: () => {
      for (const { done } of waiting.splice(0)) done();
    },
  };
}

test('a burst that leaves in time is no reason to cut a reader off', () => {
  const { clock, counts, write, carryAll } = meet();
  for (let i = 0; i < 3; i++) {
    write(limits.outboxBytes + 1);
    clock.advance(limits.outboxGraceMs - 1);
    carryAll();
    expect(clock.waiting).toBe(0);
  }
  expect(counts.cut).toBe(0);
});

test('a reader for whom too much waits all the time is cut off', () => {
  const { clock, counts, write } = meet();
  write(limits.outboxBytes + 1);
  write(1);
  clock.advance(limits.outboxGraceMs - 1);
  expect(counts.cut).toBe(0);
  clock.advance(1);
  expect(counts.cut).toBe(1);
});

test('a reader that costs too much is cut off at once, and leaves no timer', () => {
  const { clock, counts, outbox, write } = meet();
  write(limits.outboxHardBytes);
  expect(counts.cut).toBe(0);
  write(1);
  expect(counts.cut).toBe(1);
  outbox.close();
  expect(clock.waiting).toBe(0);
});

test('those who wait to send go on one at a time, as long as little waits, and all when it is closed', async () => {
  const { outbox, wire, carryAll } = meet();
  let sent = 0;
  const senders = Array.from({ length: 4 }, async () => {
    await outbox.ready();
    outbox.send(Buffer.alloc(limits.outboxBytes / 4));
    sent++;
  });
  await eventually(() => wire.waitingBytes > 0);
  expect(sent).toBe(1);
  carryAll();
  await eventually(() => wire.waitingBytes > 0);
  expect(sent).toBe(2);
  outbox.close();
  await Promise.all(senders);
});

test('after a close frame nothing more is written', () => {
  const { outbox, wire, write } = meet();
  write(1);
  wire.open = false;
  write(1);
  outbox.flush();
  expect(wire.waitingBytes).toBe(1);
});

test('what is no hurry leaves with what is', async () => {
  const { outbox, wire } = meet();
  outbox.send(Buffer.alloc(1), 'low');
  outbox.send(Buffer.alloc(2), 'low');
  // Nor does it hold anybody up.
  await outbox.ready();
  expect(wire.waitingBytes).toBe(0);
  outbox.send(Buffer.alloc(4), 'normal');
  await eventually(() => wire.waitingBytes > 0);
  expect(wire.waitingBytes).toBe(7);
});

test('much leaves soon, also when it is no hurry', async () => {
  // Nothing leaves by the passing of time here.
  const { outbox, wire } = meet(
    new WriteScheduler({ nowMs: () => 0, soon: (run) => void setImmediate(run), later: () => {} }),
  );
  outbox.send(Buffer.alloc(4096), 'low');
  outbox.send(Buffer.alloc(1), 'low');
  await eventually(() => wire.waitingBytes > 0);
  expect(wire.waitingBytes).toBe(4097);
});
