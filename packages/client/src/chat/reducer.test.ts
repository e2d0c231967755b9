import type { RoomEvent, RoomId, UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import type { ChatState } from './model.ts';
import { type ChatInput, emptyState, reduce } from './reducer.ts';

const [ada, bob, cyd] = ['ada' as UserId, 'bob' as UserId, 'cyd' as UserId];
const kitchen = 'kitchen' as RoomId;
const event = (seq: number, author: UserId, more: object) =>
  ({ room: kitchen, seq, id: `e${seq}`, author, at: seq, ...more }) as RoomEvent;
const removed = (seq: number, user: UserId) => event(seq, cyd, { type: 'removed', user });
const joined = (seq: number, user: UserId) => event(seq, user, { type: 'joined' });
const events = (...some: RoomEvent[]): ChatInput => ({
  kind: 'events',
  room: kitchen,
  jump: undefined,
  after: (some[0]?.seq ?? 1) - 1,
  events: some,
});

/** ada sees #kitchen, which cyd made and where bob is typing. */
const before: readonly ChatInput[] = [
  { kind: 'me', me: ada },
  {
    kind: 'rooms',
    first: true,
    rooms: [{ id: kitchen, topic: '', head: 4, members: 3, joined: true, online: [ada, bob, cyd] }],
  },
  { kind: 'typing', room: kitchen, user: bob, on: true },
];
const begun: ChatState = before.reduce(reduce, emptyState);

test('one who is removed loses the room, and has it again after joining', () => {
  const gone = reduce(begun, events(removed(5, ada)));
  expect(gone.rooms).toEqual([]);
  expect(gone.byRoom[kitchen]).toBeUndefined();
  const back = reduce(gone, { ...events(joined(7, ada)), jump: 'rejoined' } as ChatInput);
  expect(back.rooms).toEqual([kitchen]);
  expect(back.byRoom[kitchen]?.cursor).toBe(7);
});

test('the others see the line, one member less, and nothing more of the one who is gone', () => {
  const room = reduce(begun, events(removed(5, bob))).byRoom[kitchen];
  expect(room).toMatchObject({ members: 2, online: [ada, cyd], typing: [], cursor: 5 });
  expect(room?.timeline.at(-1)).toMatchObject({ kind: 'event', event: { type: 'removed', author: cyd, user: bob } });
});

test('joins, departures and removals of one run are counted together', () => {
  const run = events(removed(5, bob), joined(6, bob), event(7, bob, { type: 'left' }), joined(8, bob));
  expect(reduce(begun, run).byRoom[kitchen]?.members).toBe(3);
});

test('removing another does not cost the remover its room', () => {
  const asCyd = reduce(begun, { kind: 'me', me: cyd });
  expect(reduce(asCyd, events(removed(5, ada))).byRoom[kitchen]?.members).toBe(2);
});
