import { limits } from '@securechat/protocol';
import { eventually, FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { OutboundQueue } from './outbound-queue.ts';
import { WriteScheduler } from './write-scheduler.ts';

/** A queue over a socket that sends bytes on demand. */
function setUp(scheduler = new WriteScheduler()) {
  const clock = new FakeClock();
  const queued: { bytes: number; done: () => void }[] = [];
  const counts = { cut: 0 };
  const socket = {
    isOpen: true,
    get queuedBytes() {
      return queued.reduce((sum, { bytes }) => sum + bytes, 0);
    },
    write: (bytes: Buffer, done: () => void) => void queued.push({ bytes: bytes.length, done }),
  };
  const queue = new OutboundQueue(socket, { cutOff: () => void counts.cut++ }, { scheduler, clock });
  return {
    clock,
    counts,
    queue,
    socket,
    write: (bytes: number) => {
      queue.send(Buffer.alloc(bytes));
      queue.flush();
    },
    sendAll: () => {
      for (const { done } of queued.splice(0)) done();
    },
  };
}

test('a reader that is too slow is cut off', () => {
  const { clock, counts, write } = setUp();
  write(limits.outboxBytes + 1);
  clock.advance(limits.outboxGraceMs);
  expect(counts.cut).toBe(1);
});

test('a closed queue leaves no timer', () => {
  const { clock, queue, write } = setUp();
  write(limits.outboxBytes + 1);
  expect(clock.waiting).toBe(1);
  queue.close();
  expect(clock.waiting).toBe(0);
});

test('waiting senders continue one at a time while little is queued, and all when the queue is closed', async () => {
  const { queue, socket, sendAll } = setUp();
  let sent = 0;
  const senders = Array.from({ length: 4 }, async () => {
    await queue.ready();
    queue.send(Buffer.alloc(limits.outboxBytes / 4));
    sent++;
  });
  await eventually(() => socket.queuedBytes > 0);
  expect(sent).toBe(1);
  sendAll();
  await eventually(() => socket.queuedBytes > 0);
  expect(sent).toBe(2);
  queue.close();
  await Promise.all(senders);
});

test('after a close frame nothing more is written', () => {
  const { queue, socket, write } = setUp();
  write(1);
  socket.isOpen = false;
  write(1);
  queue.flush();
  expect(socket.queuedBytes).toBe(1);
});

test('low-priority frames are written together with the next one of normal priority', async () => {
  const { queue, socket } = setUp();
  queue.send(Buffer.alloc(1), 'low');
  queue.send(Buffer.alloc(2), 'low');
  // They do not block a sender either.
  await queue.ready();
  expect(socket.queuedBytes).toBe(0);
  queue.send(Buffer.alloc(4), 'normal');
  await eventually(() => socket.queuedBytes > 0);
  expect(socket.queuedBytes).toBe(7);
});

test('many low-priority bytes are written without a timer', async () => {
  // No timer fires in this test.
  const { queue, socket } = setUp(
    new WriteScheduler({ nowMs: () => 0, soon: (run) => void setImmediate(run), later: () => {} }),
  );
  queue.send(Buffer.alloc(4096), 'low');
  queue.send(Buffer.alloc(1), 'low');
  await eventually(() => socket.queuedBytes > 0);
  expect(socket.queuedBytes).toBe(4097);
});
