import type { EventId, RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../adapters/memory/store.ts';
import { Feed } from './feed.ts';

test('a room that was joined during the catch-up is among those the reader keeps', async () => {
  const store = createMemoryStore();
  const [ada, general, den] = ['ada' as UserId, 'general' as RoomId, 'den' as RoomId];
  const session = { id: 's' as SessionId, tokenHash: new Uint8Array(32), device: '' };
  await store.createAccount({ user: ada, passwordHash: '', session, room: general, atMs: 0 });
  const runs: string[] = [];
  let joinedDen = false;
  const feed: Feed = new Feed({
    user: ada,
    store,
    index: { follow: () => {}, unfollow: () => {} },
    failed: (thrown) => {
      throw thrown;
    },
    receiver: {
      live: () => {},
      run: async ({ room }) => {
        runs.push(room);
        if (joinedDen) return;
        joinedDen = true;
        // The reader is still taking its first run when its other device makes a room.
        const ids = ['made' as EventId, 'joined' as EventId] as const;
        const made = await store.createRoom({ room: den, topic: '', by: ada, ids, atMs: 0 });
        if (made.ok) for (const event of made.value) feed.hear(event);
      },
    },
  });
  const rooms = await feed.start({ cursors: new Map(), sameHistory: true, recent: 50 });
  expect(runs).toEqual([general, den]);
  expect(rooms.map(({ id }) => id).sort()).toEqual([den, general]);
});
