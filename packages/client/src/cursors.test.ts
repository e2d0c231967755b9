import type { RoomEvent, RoomId, ServerFrameOf } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { Cursors } from './cursors.ts';

const room = 'general' as RoomId;
const event = (seq: number) => ({ type: 'message', room, seq, id: `e${seq}` }) as RoomEvent;
const batch = (jump: ServerFrameOf<'events'>['jump'], after: number, head: number): ServerFrameOf<'events'> => {
  const events = Array.from({ length: head - after }, (_, i) => event(after + 1 + i));
  return { type: 'events', room, after, head, events, ...(jump && { jump }) };
};

test('a room that comes by itself during a catch-up, and in its answer again, is applied once', () => {
  const cursors = new Cursors();
  expect(cursors.run(batch('rejoined', 29, 32))).toMatchObject({ kind: 'apply', jump: 'rejoined', after: 29 });
  const again = cursors.run(batch('new', 29, 33));
  expect(again).toMatchObject({ kind: 'apply', jump: undefined, events: [event(33)] });
  expect(cursors.run(batch('new', 29, 33))).toEqual({ kind: 'nothing' });
});

test('a room begins again after what is known of it, and where it is unknown what that was', () => {
  const cursors = new Cursors();
  cursors.run(batch('new', 0, 3));
  expect(cursors.run(batch('new', 10, 12))).toMatchObject({ kind: 'apply', jump: 'new', after: 10 });
  cursors.begin(room, { seq: 12 });
  expect(cursors.run(batch('new', 10, 12))).toMatchObject({
    kind: 'apply',
    jump: 'new',
    events: [event(11), event(12)],
  });
  expect(cursors.run(batch('restored', 10, 12))).toMatchObject({ kind: 'apply', jump: 'restored' });
});
