import { expect, test } from 'vitest';
import { WriteScheduler } from './write-scheduler.ts';

/** A scheduler on a fake clock; `writeMs` is how long the flush of one queue takes. */
function setUp(writeMs: number) {
  let nowMs = 0;
  const due: { atMs: number; run: () => void }[] = [];
  const scheduler = new WriteScheduler({
    nowMs: () => nowMs,
    soon: (run) => void due.push({ atMs: nowMs, run }),
    later: (ms, run) => void due.push({ atMs: nowMs + ms, run }),
  });
  const flushed: number[] = [];
  const queue = (name: number) => ({
    flush: () => {
      flushed.push(name);
      nowMs += writeMs;
    },
  });
  /** Advances to a time, and runs what is due until then. */
  const goTo = (ms: number) => {
    for (let next = due.findIndex(({ atMs }) => atMs <= ms); next !== -1; ) {
      const [{ atMs, run }] = due.splice(next, 1) as [{ atMs: number; run: () => void }];
      nowMs = Math.max(nowMs, atMs);
      run();
      next = due.findIndex((d) => d.atMs <= ms);
    }
    nowMs = Math.max(nowMs, ms);
  };
  return { scheduler, flushed, queue, goTo, rounds: () => due };
}

test('on a quiet server all frames of a turn are written together at its end', () => {
  const { scheduler, flushed, queue, goTo, rounds } = setUp(0.01);
  for (let ms = 100; ms < 2000; ms += 100) {
    goTo(ms);
    scheduler.request(queue(1), 'normal');
    scheduler.request(queue(2), 'normal');
    expect(rounds()).toMatchObject([{ atMs: ms }]);
    goTo(ms);
    expect(rounds()).toEqual([]);
  }
  expect(flushed).toHaveLength(2 * 19);
});

test('the larger the share of time spent writing, the longer frames are gathered, up to a limit', () => {
  const { scheduler, queue, goTo, rounds } = setUp(0.9);
  let most = 0;
  for (let ms = 1; ms < 200; ms++) {
    goTo(ms);
    if (rounds().length > 0) continue;
    scheduler.request(queue(1), 'normal');
    most = Math.max(most, (rounds()[0]?.atMs ?? 0) - ms);
  }
  expect(most).toBeGreaterThanOrEqual(2);
  expect(most).toBeLessThanOrEqual(25);
});

test('after a burst frames are no longer gathered', () => {
  const { scheduler, queue, goTo, rounds } = setUp(0.9);
  for (let ms = 1; ms < 100; ms++) {
    goTo(ms);
    if (rounds().length === 0) scheduler.request(queue(1), 'normal');
  }
  goTo(1000);
  scheduler.request(queue(1), 'normal');
  expect(rounds()).toMatchObject([{ atMs: 1000 }]);
});

test('a high-priority frame is written after this turn, however busy the server is', () => {
  const { scheduler, flushed, queue, goTo, rounds } = setUp(0.9);
  for (let ms = 1; ms < 100; ms++) {
    goTo(ms);
    if (rounds().length === 0) scheduler.request(queue(1), 'normal');
  }
  const before = rounds().length;
  scheduler.request(queue(2), 'high');
  expect(rounds()).toHaveLength(before + 1);
  goTo(100);
  expect(flushed).toContain(2);
});

test.each([1, 2])(
  'low-priority frames of %i queues are written together after `maxDelayMs`, however often a flush is requested',
  (count) => {
    const { scheduler, flushed, queue, goTo, rounds } = setUp(0.01);
    const all = Array.from({ length: count }, (_, i) => queue(i));
    for (let ms = 0; ms < 100; ms += 10) {
      goTo(ms);
      for (const one of all) scheduler.request(one, 'low');
    }
    expect(rounds()).toHaveLength(1);
    goTo(199);
    expect(flushed).toEqual([]);
    goTo(200);
    expect(flushed).toEqual(all.map((_, i) => i));
    expect(rounds()).toEqual([]);
  },
);
