import type { RoomId } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { connectedClient } from '../testing/screen.ts';
import { filled, unreadLine, unreadRooms } from './unread.ts';

test('direct messages are counted apart from mentions, in text, in templates and in JSON', async () => {
  const { server, client } = await connectedClient(['before']);
  for (const text of ['hello @ada', 'hello all']) server.happens('bob', text);
  const room = 'direct-bob' as RoomId;
  const events = [4, 5].map((seq) => ({
    ...{ type: 'message', room, seq, n: seq - 3, id: `d${seq}`, author: 'bob', at: 1 },
    body: { kind: 'text', text: 'hi @ada' },
  }));
  const header = {
    ...{ kind: 'direct', with: ['bob'], topic: '', history: 'shared', owners: [], members: 2, messages: 0, asOf: 3 },
  };
  server.push({ type: 'events', room, after: 3, head: 5, jump: 'new', header, events } as never);
  await eventually(() => unreadRooms(client.getSnapshot()).length === 2);
  const rooms = unreadRooms(client.getSnapshot());
  expect(rooms).toMatchObject([
    { unread: 2, mentions: 1, direct: 0 },
    { unread: 2, mentions: 0, direct: 2 },
  ]);
  expect(rooms.map(unreadLine)).toEqual(['#general  2 unread, 1 mention', '@bob  2 unread, direct']);
  const line = '{unread} {mentions} {direct} {rooms}';
  expect(filled(line, rooms)).toEqual({ ok: true, value: '4 1 2 2' });
  expect(filled('{bots}', rooms)).toMatchObject({
    error: { message: '--format has {bots}; it may contain {unread}, {mentions}, {direct} and {rooms}.' },
  });
  await client.close();
});
