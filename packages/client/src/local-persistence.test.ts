import type { RoomEvent, RoomId } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { LocalPersistence } from './local-persistence.ts';
import type { CachedBatch } from './ports.ts';
import { describedAs } from './testing/description.ts';
import { MemoryCache } from './testing/memory-stores.ts';

const general = 'general' as RoomId;
const event = (seq: number, text = 'x') =>
  ({ type: 'message', room: general, seq, body: { kind: 'text', text } }) as RoomEvent;
const run = (seq: number, more: Partial<CachedBatch> = {}): CachedBatch => ({
  room: general,
  begins: false,
  description: describedAs('general'),
  events: [event(seq)],
  cursor: seq,
  atStart: false,
  ...more,
});

/** A cache that records its calls. */
class Noted extends MemoryCache {
  readonly asked: string[] = [];

  override apply(given: CachedBatch): void {
    this.asked.push(`${given.begins ? 'begin' : 'apply'} ${given.events.map((e) => e.seq).join()} to ${given.cursor}`);
    super.apply(given);
  }
}

function keeping() {
  const [cache, clock, failures] = [new Noted(), new FakeClock(), [] as string[]];
  const failed = (what: string, why: string) => void failures.push(`${what}: ${why}`);
  return {
    cache,
    clock,
    failures,
    persistence: new LocalPersistence({ clock, cache }, failed),
  };
}

test('events that arrive within a short time are one write, together with their cursor', () => {
  const { cache, clock, persistence } = keeping();
  persistence.apply(run(1, { begins: true }));
  for (const seq of [2, 3, 4]) persistence.apply(run(seq));
  expect(cache.load(9).rooms).toEqual([]);
  clock.advance(50);
  expect(cache.asked).toEqual(['begin 1,2,3,4 to 4']);
  expect(cache.load(9).rooms[0]).toMatchObject({
    cursor: 4,
    events: [1, 2, 3, 4].map((seq) => event(seq)),
  });
  persistence.apply(run(5));
  clock.advance(50);
  expect(cache.asked.slice(1)).toEqual(['apply 5 to 5']);
  expect(clock.waiting).toBe(0);
});

test('a room that restarts drops its queued events; a large queue is written at once', () => {
  const { cache, clock, persistence } = keeping();
  persistence.apply(run(1));
  persistence.apply(run(9, { begins: true }));
  persistence.flush();
  expect(cache.asked).toEqual(['begin 9 to 9']);
  persistence.apply(run(209, { events: Array.from({ length: 200 }, (_, i) => event(10 + i)) }));
  expect(cache.load(9).rooms[0]?.cursor).toBe(209);
  expect(clock.waiting).toBe(0);
});

test('queued events are written before any read or deletion', () => {
  const { persistence, cache, clock } = keeping();
  persistence.apply(run(1));
  expect(persistence.before(general, 2, 9)).toEqual([event(1)]);
  persistence.apply(run(2));
  persistence.rooms({ rooms: [], byRoom: {} } as unknown as Parameters<LocalPersistence['rooms']>[0]);
  expect(cache.load(9).rooms).toEqual([]);
  expect(clock.waiting).toBe(0);
});

test('a full disk is reported once, and later events are not written after a gap', () => {
  const { persistence, cache, clock, failures } = keeping();
  persistence.apply(run(1));
  cache.full = true;
  clock.advance(50);
  cache.full = false;
  persistence.apply(run(2));
  clock.advance(50);
  expect(failures).toEqual(['cache: the disk is full']);
  expect(cache.load(9).rooms).toEqual([]);
});

test('a large amount of text is written at once, over any number of rooms', () => {
  const { cache, persistence } = keeping();
  for (let seq = 1; seq <= 65; seq++) {
    persistence.apply(run(1, { room: `room${seq}` as RoomId, events: [event(1, 'x'.repeat(16_000))] }));
  }
  expect(cache.asked).toHaveLength(0);
  persistence.apply(run(1, { events: [event(1, 'x'.repeat(16_000))] }));
  expect(cache.asked).toHaveLength(66);
});
