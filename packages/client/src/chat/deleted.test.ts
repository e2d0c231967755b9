import type { RoomEvent, RoomId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { present } from '../present/words.ts';
import { describedAs } from '../testing/description.ts';
import type { ChatInput } from './input.ts';
import { emptyState, reduce } from './reducer.ts';

const face = { clean: (text: string) => text, update: 'update', room: '#general' };
const event = (room: string, seq: number, author: string, more: object): RoomEvent =>
  ({ room, seq, id: `${room}-${seq}`, author, at: seq, ...more }) as RoomEvent;
const said = (room: string, seq: number, author: string) =>
  event(room, seq, author, { type: 'message', body: { kind: 'text', text: 'hi' } });
const deleted = (room: string, seq: number, author: string) =>
  event(room, seq, author, { type: 'member-left', deleted: true });
const batch = (room: string, events: RoomEvent[], jump?: 'new'): ChatInput => ({
  ...{ kind: 'events', room: room as RoomId, jump, events },
  after: (events[0]?.seq ?? 1) - 1,
});
const lines = (state: typeof emptyState, room: string) =>
  Array.from(state.byRoom[room]?.timeline ?? [], (entry) => {
    const shown = present(entry, face);
    return shown.kind === 'system' ? shown.text : `${shown.author}: ${shown.text}`;
  });

test('who deletes their account is marked as author from then on, in every room and in older messages', () => {
  const before = [
    batch('general', [said('general', 5, 'ada'), said('general', 6, 'bob')], 'new'),
    // ada has left this room before.
    batch('ops', [said('ops', 1, 'ada')], 'new'),
  ].reduce(reduce, emptyState);
  expect(lines(before, 'general')).toEqual(['ada: hi', 'bob: hi']);
  const after = reduce(before, batch('general', [deleted('general', 7, 'ada')]));
  expect(lines(after, 'general')).toEqual(['ada (deleted): hi', 'bob: hi', 'ada deleted their account']);
  expect(lines(after, 'ops')).toEqual(['ada (deleted): hi']);
  const older = reduce(after, {
    ...{ kind: 'older', room: 'general' as RoomId, before: 5, atStart: true },
    events: [said('general', 3, 'ada'), said('general', 4, 'bob')],
  });
  expect(lines(older, 'general').slice(0, 3)).toEqual(['ada (deleted): hi', 'bob: hi', 'ada (deleted): hi']);
  // Another event changes nothing, and copies no line.
  const next = reduce(older, batch('general', [said('general', 8, 'bob')]));
  expect(next.byRoom.ops).toBe(after.byRoom.ops);
});

test('a stored history marks them, too, and a plain leave marks nobody', () => {
  const room = {
    ...describedAs('general'),
    ...{ id: 'general' as RoomId, cursor: 3, readUpTo: 3, atStart: true },
    events: [said('general', 1, 'ada'), said('general', 2, 'bob'), deleted('general', 3, 'ada')],
  };
  const cached = reduce(emptyState, { kind: 'cached', chat: { user: 'cyd' as never, generation: 'g', rooms: [room] } });
  expect(lines(cached, 'general')[0]).toBe('ada (deleted): hi');
  const left = event('general', 4, 'bob', { type: 'member-left' });
  expect(lines(reduce(cached, batch('general', [left])), 'general').slice(1)).toEqual([
    'bob: hi',
    'ada deleted their account',
    'bob left #general',
  ]);
});
