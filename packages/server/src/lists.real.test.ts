import { limits, type RoomId, type RoomName, type UserId } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { createMemoryStore } from './adapters/memory/store.ts';
import { openSqliteStore } from './adapters/sqlite/store.ts';
import { good, makeRoom, signUp } from './contracts/store/steps.ts';
import type { Store } from './ports/store.ts';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer } from './testing/start-server.ts';

const unlimited = { requestsPerSecond: '0' };
const bytesOf = (frame: object) => Buffer.byteLength(JSON.stringify(frame));
type Page = { readonly more: boolean; readonly rooms: { name: string }[]; readonly members: { user: string }[] };

/** Creates 600 rooms with long topics: six accounts have each created their maximum, and left. */
async function fillRooms(store: Store): Promise<void> {
  const topic = '\u6771'.repeat(limits.topic);
  for (let maker = 0; maker < 6; maker++) {
    const by = `maker-${maker}`;
    await signUp(store, by);
    for (let i = 0; i < 100; i++) {
      const room = `room-${maker}-${i}` as RoomId;
      const asks = { room, by: by as UserId, session: `session-${by}` as never, atMs: 1 };
      const ids = [`a-${room}`, `b-${room}`] as never;
      const described = { roomKind: 'public', name: room as string as RoomName, topic, history: 'shared' } as const;
      good(await store.changeRoom({ ...asks, ...described, kind: 'create', ids, limits }));
      good(await store.changeRoom({ ...asks, kind: 'leave', id: `c-${room}` as never }));
    }
  }
}

test('the list of rooms comes in pages that fit in the outbound queue, however many rooms there are', async () => {
  const store = createMemoryStore();
  await using server = await startTestServer(unlimited, { store });
  await fillRooms(store);
  const ada = await RawClient.greeted(server.url);
  await ada.signUp('ada');
  const seen: string[] = [];
  let pages = 0;
  for (let after: string | undefined; ; after = seen.at(-1)) {
    const page = (await ada.ask({ type: 'room.list', after })) as unknown as Page;
    expect(bytesOf(page)).toBeLessThan(limits.outboxBytes / 4);
    expect(page.rooms.length).toBeLessThanOrEqual(limits.listPage);
    seen.push(...page.rooms.map(({ name }) => name));
    pages++;
    if (!page.more) break;
  }
  expect(seen).toHaveLength(601);
  expect(seen).toEqual([...new Set(seen)].sort());
  expect(pages).toBeGreaterThan(1);
  expect(((await ada.ask({ type: 'room.list', limit: 2 })) as unknown as Page).rooms).toHaveLength(2);
  expect(ada.closed).toBeUndefined();
});

test('members come in pages, for members only', async () => {
  const store = createMemoryStore();
  await using server = await startTestServer(unlimited, { store });
  for (let i = 0; i < limits.listPage + 20; i++) await signUp(store, `user-${String(i).padStart(4, '0')}`);
  good(await makeRoom(store, 'closed', 'user-0001'));
  const ada = await RawClient.greeted(server.url);
  await ada.signUp('ada');
  const ask = async (more: object) =>
    (await ada.ask({ type: 'room.members', room: 'general', ...more })) as unknown as Page;
  const first = await ask({});
  expect([first.members.length, first.more]).toEqual([limits.listPage, true]);
  const rest = await ask({ after: first.members.at(-1)?.user });
  expect([rest.members.length, rest.more]).toEqual([21, false]);
  expect(first.members[0]).toEqual({ user: 'ada', role: 'member', online: false });
  expect(await ada.ask({ type: 'room.members', room: 'closed' })).toMatchObject({ code: 'not_a_member' });
});

test('an account disabled by another process receives and reads nothing more', async () => {
  await using server = await startTestServer();
  const [ada, bob] = [await RawClient.greeted(server.url), await RawClient.greeted(server.url)];
  await ada.signUp('ada');
  await bob.signUp('bob');
  await ada.sync();
  const beside = await openSqliteStore({ dataDir: server.dataDir, shared: true });
  if (!beside.ok) throw new Error(beside.error.message);
  await beside.value.changeAccount({ kind: 'set-disabled', user: 'ada' as UserId, disabled: true, atMs: 3000 });
  await beside.value.close();
  expect(await ada.ended()).toMatchObject({ code: 4001 });
  await bob.say('general', 'she is gone', 'm1');
  await eventually(() => bob.frames.some(({ type }) => type === 'ack'));
  expect(ada.all('event').filter(({ event }) => event.type === 'message')).toEqual([]);
});
