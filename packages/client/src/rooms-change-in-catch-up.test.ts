import type { RoomEvent, RoomId, ServerFrame } from '@securechat/protocol';
import { eventually, FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import type { Dialer } from './ports.ts';
import { clientOf } from './testing/client-of.ts';
import { describedAs } from './testing/description.ts';
import { FakeServer } from './testing/fake-server.ts';

const [general, cats] = ['general', 'cats'] as RoomId[] as [RoomId, RoomId];
const event = (room: RoomId, seq: number, type: string) =>
  ({ room, seq, id: `${room}${seq}`, author: 'ada', at: seq, type }) as unknown as RoomEvent;

/** The rooms of each request for a catch-up, where the server sends this once, after the second request and before its answer. */
async function cursorsWith(frame: ServerFrame): Promise<readonly (readonly RoomId[])[]> {
  const [server, clock] = [new FakeServer(), new FakeClock()];
  server.happens('bob', 'hello', false);
  const syncs = () => server.seen.flatMap((each) => (each.type === 'sync' ? [each] : []));
  const dialer: Dialer = {
    dial: (url, on) => {
      const socket = server.dial(url, on);
      const send = (text: string) => {
        if (text.includes('"type":"sync"') && syncs().length === 1) server.push(frame);
        socket.send(text);
      };
      return { ...socket, send };
    },
  };
  const client = clientOf(dialer, clock);
  await client.connect();
  await client.synced();
  server.cut();
  clock.advance(31_000);
  await eventually(() => client.getSnapshot().lastSync?.first === false);
  await client.close();
  return syncs().map(({ cursors }) => cursors.map(({ room }) => room));
}

test('a room that was left on another device during a catch-up is not brought back by its answer', async () => {
  const left = {
    type: 'events',
    room: general,
    after: 1,
    head: 2,
    events: [event(general, 2, 'member-left')],
  } satisfies ServerFrame;
  expect(await cursorsWith(left)).toEqual([[], [general], []]);
});

test('a room that was joined on another device during a catch-up is not dropped by its answer', async () => {
  const header = { ...describedAs(cats, { members: 1, role: 'member' }), asOf: 1 };
  const events = [event(cats, 1, 'member-joined')];
  const joined = { type: 'events', room: cats, after: 0, head: 1, events, jump: 'new', header } satisfies ServerFrame;
  expect((await cursorsWith(joined)).slice(0, 3)).toEqual([[], [general], [general, cats]]);
});

test('a room that changes otherwise needs no other catch-up', async () => {
  const topic = { ...event(general, 2, 'topic'), topic: 'tea' } as RoomEvent;
  const run = { type: 'events', room: general, after: 1, head: 2, events: [topic] } satisfies ServerFrame;
  expect(await cursorsWith(run)).toEqual([[], [general]]);
});
