import type { RoomEvent, RoomId, UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { describedAs } from '../testing/description.ts';
import { oldestSeq } from '../timeline/oldest.ts';
import type { ChatInput } from './input.ts';
import { bytesOf } from './memory.ts';
import type { ChatState, RoomState } from './model.ts';
import { emptyState, reduce } from './reducer.ts';

const kib = 1024;
const memory = { lines: 2000, roomBytes: 256 * kib, allBytes: 512 * kib };
const message = (room: string, seq: number, length: number): RoomEvent =>
  ({
    ...{ type: 'message', room, seq, id: `e${seq}`, author: 'bob', at: seq },
    body: { kind: 'text', text: 'x'.repeat(length) },
  }) as RoomEvent;
const run = (room: string, after: number, count: number, length: number, begins = false): ChatInput => ({
  kind: 'events',
  room: room as RoomId,
  jump: begins ? 'new' : undefined,
  after,
  events: Array.from({ length: count }, (_, i) => message(room, after + 1 + i, length)),
});
const roomsOf = (state: ChatState) => Object.values<RoomState>(state.byRoom);
const start: ChatState = { ...emptyState, memory };

/** Checks that the byte counts match the entries, which are in order and without gaps. */
function expectConsistent(state: ChatState) {
  for (const room of roomsOf(state)) {
    expect(room.bytes).toBe(bytesOf(room.timeline));
    const seqs = [...room.timeline].flatMap(({ seq }) => seq ?? []);
    expect(seqs).toEqual(seqs.map((_, i) => (seqs[0] ?? 0) + i));
    expect(seqs.at(-1)).toBe(room.cursor);
  }
}

test('unknown events stay in the cache only: their entries take no more memory than a short one', () => {
  const base = { room: 'general', id: 'e', author: 'bob', at: 1 };
  const json = 'x'.repeat(16_000);
  const unreadable = (seq: number) =>
    seq % 2 === 0
      ? { ...base, seq, type: 'unknown', of: 'poll', json }
      : { ...base, seq, type: 'message', body: { kind: 'unknown', of: 'sealed', json } };
  let state = reduce(start, run('general', 0, 1, 10, true));
  for (let after = 1; after < 100; after++) {
    const events = [unreadable(after + 1) as RoomEvent];
    state = reduce(state, { kind: 'events', room: 'general' as RoomId, jump: undefined, after, events });
  }
  expect(state.byRoom.general?.timeline.length).toBe(100);
  expect(state.byRoom.general?.bytes).toBeLessThan(100 * 400);
  expect(JSON.stringify([...(state.byRoom.general?.timeline ?? [])])).not.toContain('xxxxxxxxxxx');
  expectConsistent(state);
});

test('a room flooded with the longest messages stays within its byte limit, and has the newest', () => {
  let state = reduce(start, run('general', 0, 10, 10, true));
  expect(state.byRoom.general?.atStart).toBe(true);
  for (let after = 10; after < 1000; after += 10) {
    state = reduce(state, run('general', after, 10, 16_000));
    expect(state.byRoom.general?.bytes).toBeLessThanOrEqual(memory.roomBytes);
  }
  expectConsistent(state);
  expect(state.byRoom.general?.atStart).toBe(false);
});

test('all rooms together stay within their byte limit, and small rooms are not trimmed', () => {
  let state = reduce(start, run('small', 0, 5, 50, true));
  for (let i = 0; i < 40; i++) state = reduce(state, run(`room${i}`, 0, 60, 200, true));
  const total = roomsOf(state).reduce((sum, { bytes }) => sum + bytes, 0);
  expect(total).toBeLessThanOrEqual(memory.allBytes);
  expectConsistent(state);
  expect(state.byRoom.small?.timeline).toHaveLength(5);
  expect(state.byRoom.small?.atStart).toBe(true);
});

test('an older page that does not fit is ignored', () => {
  const state = reduce(start, run('general', 100, 7, 16_000, true));
  const room = state.byRoom.general;
  const before = room ? oldestSeq(room) : 0;
  const events = Array.from({ length: 3 }, (_, i) => message('general', before - 3 + i, 16_000));
  const older = { kind: 'older', room: 'general' as RoomId, before, events, atStart: true } as const;
  expect(reduce(state, older)).toBe(state);
  const little = { ...older, events: events.map(({ seq }) => message('general', seq, 1)) };
  expectConsistent(reduce(state, little));
  expect(reduce(state, little).byRoom.general?.timeline).toHaveLength(10);
});

test('cached history is loaded within the same limits', () => {
  const rooms = Array.from({ length: 20 }, (_, i) => ({
    ...describedAs(`room${i}`),
    ...{ id: `room${i}` as RoomId, cursor: 60, atStart: true },
    events: Array.from({ length: 60 }, (__, seq) => message(`room${i}`, seq + 1, 200)),
  }));
  const state = reduce(start, { kind: 'cached', chat: { user: 'ada' as UserId, generation: 'g', rooms } });
  expect(roomsOf(state).reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(memory.allBytes);
  expectConsistent(state);
});

test('names beyond the limits of presence and typing are ignored', () => {
  let state = reduce(start, run('general', 0, 1, 1, true));
  const room = 'general' as RoomId;
  for (let i = 0; i < 5000; i++) {
    const user = `user${i}` as UserId;
    state = reduce(state, { kind: 'typing', room, user, on: true });
    state = reduce(state, {
      ...{ kind: 'presence', room },
      entry: { kind: 'presence', key: `p${i}`, user, online: true, at: 1 },
    });
  }
  expect(state.byRoom.general?.online.length).toBeLessThanOrEqual(250);
  expect(state.byRoom.general?.typing.length).toBeLessThanOrEqual(250);
  expect(state.byRoom.general?.timeline.length).toBeLessThanOrEqual(memory.lines);
});
