import { decodeServerFrame, type RoomId, type UserId } from '@securechat/protocol';
import { growth } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { emptyState, reduce } from './chat/reducer.ts';
import { Cursors } from './cursors.ts';
import { describedAs } from './testing/description.ts';

const list = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
const id = (i: number) => `room-${i}` as RoomId;
const message = (seq: number, text: string) => ({
  ...{ type: 'message', room: 'general', seq, n: 1, id: `e${seq}`, author: 'bob', at: 1 },
  body: { kind: 'text', text },
});
const summary = (i: number) => ({
  ...{ id: id(i), ...describedAs(`room-${i}`, { topic: 't' }), head: 0, joined: true },
  online: [],
});
const rooms = (count: number) => ({ kind: 'rooms', rooms: list(count, summary) }) as const;
const cached = (count: number) => {
  const room = { ...describedAs('room'), cursor: 0, events: [], atStart: true };
  const chat = { user: 'ada' as UserId, generation: 'g', rooms: list(count, (i) => ({ ...room, id: id(i) })) };
  return { kind: 'cached', chat } as const;
};
const decode = (frame: object) => {
  const text = JSON.stringify(frame);
  return () => decodeServerFrame(text);
};

/** Work on input of this size. The sizes exceed the protocol's limits where the limit would hide how the time grows. */
const works: Readonly<Record<string, (size: number) => () => unknown>> = {
  'decoding a page': (size) => {
    const events = list(size / 20, (i) => message(i + 1, 'x\n'.repeat(249)));
    return decode({ type: 'page', re: '1', room: 'general', events, more: false });
  },
  'decoding deep nesting in a long text': (size) => decode({ type: 'event', event: message(1, '[{"'.repeat(size)) }),
  'decoding a catch-up': (size) => decode({ type: 'synced', re: '1', invitations: [], rooms: list(size / 8, summary) }),
  'taking in the rooms': (size) => () => reduce(emptyState, rooms(size)),
  'taking in other rooms': (size) => {
    const before = reduce(emptyState, cached(size));
    return () => reduce(before, { ...rooms(size), rooms: list(size, (i) => summary(i + size)) });
  },
  'taking up what the device kept': (size) => () => reduce(emptyState, cached(size)),
  'forgetting cursors of rooms': (size) => () => {
    const cursors = new Cursors();
    for (let i = 0; i < size; i++) cursors.begin(id(i), { seq: 0 });
    cursors.keepOnly(new Set(list(size, id)));
  },
};

test.each(Object.entries(works))(
  '%s takes ten times as long for ten times the input, not a hundred times',
  (_, make) => {
    const [small, large] = [make(400), make(4000)];
    expect(growth(small, large, 40)).toBeLessThan(40);
  },
);
