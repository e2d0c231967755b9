import { join } from 'node:path';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { SqliteConnection } from './adapters/sqlite/database.ts';
import { openSqliteStore } from './adapters/sqlite/store.ts';
import { filesWith } from './testing/files-with.ts';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer } from './testing/start-server.ts';

const unlimited = { messageRate: '0', messageBurst: '0', messagesPerMinute: '0', requestsPerSecond: '0' };
const weekMs = 7 * 24 * 60 * 60 * 1000;
type Server = Awaited<ReturnType<typeof startTestServer>>;

async function people(server: Server, ...names: string[]): Promise<RawClient[]> {
  return await Promise.all(names.map(async (name) => (await RawClient.signedUp(server.url, name)).client));
}

/** The room was archived so much earlier. */
function archivedEarlier(server: Server, room: string, byMs: number): void {
  const db = new SqliteConnection(join(server.dataDir, 'securechat.db'), 'write');
  db.run('UPDATE rooms SET archived_ms = archived_ms - ? WHERE id = ?', byMs, room);
  db.close();
}

/** Archives a room as if that were long ago, and deletes it. */
async function archiveAndDelete(server: Server, owner: RawClient, room: string) {
  await owner.ask({ type: 'room.archive', room, on: true });
  archivedEarlier(server, room, weekMs);
  return await owner.ask({ type: 'room.delete', room });
}

test('a room is deleted a week after it was archived, and not earlier', async () => {
  await using server = await startTestServer(unlimited);
  const [ada] = (await people(server, 'ada')) as [RawClient];
  const room = await ada.createRoom('dev');
  expect(await ada.ask({ type: 'room.delete', room })).toMatchObject({
    code: 'delete_too_early',
    message: expect.stringContaining('Archive it first'),
  });
  await ada.ask({ type: 'room.archive', room, on: true });
  archivedEarlier(server, room, weekMs - 60_000);
  expect(await ada.ask({ type: 'room.delete', room })).toMatchObject({
    code: 'delete_too_early',
    message: expect.stringMatching(/can be deleted from 20\d\d-\d\d-\d\d \d\d:\d\d UTC on/),
  });
  archivedEarlier(server, room, 60_000);
  expect(await ada.ask({ type: 'room.delete', room })).toMatchObject({ type: 'done' });
  expect(await ada.ask({ type: 'room.delete', room: 'general' })).toMatchObject({
    code: 'not_allowed',
    message: expect.stringContaining('#general is never deleted'),
  });
});

test('members hear of the deletion, and are left with a room that never was', async () => {
  await using server = await startTestServer(unlimited);
  const [ada, bob, cyd] = (await people(server, 'ada', 'bob', 'cyd')) as [RawClient, RawClient, RawClient];
  const room = await ada.createRoom('dev');
  await bob.ask({ type: 'room.join', name: 'dev' });
  await ada.ask({ type: 'invitation.create', room, user: 'cyd' });
  await ada.say(room, 'hello', 'a1');
  for (const each of [ada, bob, cyd]) await each.sync();
  expect(await archiveAndDelete(server, ada, room)).toMatchObject({ type: 'done' });
  for (const each of [ada, bob]) await eventually(() => each.all('room-deleted').some((frame) => frame.room === room));
  await eventually(() => cyd.all('invitation-ended').some((frame) => frame.room === room));
  expect(cyd.all('room-deleted')).toEqual([]);
  const never = `r${'z'.repeat(room.length - 1)}`;
  const asks = [
    { type: 'history', limit: 5 },
    { type: 'search', words: 'hello', limit: 5 },
    { type: 'room.members' },
    { type: 'room.delete' },
    { type: 'room.archive', on: false },
    { type: 'invitation.create', user: 'cyd' },
    { type: 'message.send', clientId: 'b1', body: { kind: 'text', text: 'hi' } },
  ];
  for (const ask of asks) {
    const [there, nowhere] = [await bob.ask({ ...ask, room }), await bob.ask({ ...ask, room: never })];
    expect({ ...there, re: '' }).toEqual({ ...nowhere, re: '' });
    expect(there.code).toBe('no_such_room');
  }
  expect(JSON.stringify(await bob.sync([{ room, seq: 4 }]))).not.toContain(room);
  // The name is free.
  expect(await bob.ask({ type: 'room.create', name: 'dev' })).toMatchObject({ type: 'room', room: { head: 2 } });
});

test('members whose bus has dropped the message hear of it soon after', async () => {
  await using server = await startTestServer(unlimited);
  const [ada, bob] = (await people(server, 'ada', 'bob')) as [RawClient, RawClient];
  const room = await ada.createRoom('dev');
  await bob.ask({ type: 'room.join', name: 'dev' });
  await bob.sync();
  await ada.ask({ type: 'room.archive', room, on: true });
  archivedEarlier(server, room, weekMs);
  // Another process on the same data deletes it, without a bus between the two.
  const beside = await openSqliteStore({ dataDir: server.dataDir, shared: true });
  if (!beside.ok) throw new Error(beside.error.message);
  const db = new SqliteConnection(join(server.dataDir, 'securechat.db'), 'read');
  const session = db.get<{ id: never }>("SELECT id FROM sessions WHERE user = 'ada'")?.id ?? expect.fail('no session');
  db.close();
  const command = { room: room as never, by: 'ada' as never, session, atMs: Date.now(), nowMs: Date.now() + 1000 };
  expect(await beside.value.deleteRoom(command)).toMatchObject({ ok: true });
  await beside.value.close();
  await eventually(() => bob.all('room-deleted').some((frame) => frame.room === room));
});

test('nothing of its texts is left in the files', async () => {
  await using server = await startTestServer(unlimited);
  const [ada, bob] = (await people(server, 'ada', 'bob')) as [RawClient, RawClient];
  const room = await ada.createRoom('dev', { topic: 'xylophones' });
  await bob.ask({ type: 'room.join', name: 'dev' });
  for (let i = 0; i < 300; i++) {
    await ada.say(room, `quincunx${i} ${'filler '.repeat(i % 40)}`, `a${i}`);
    await bob.say('general', `ordinary${i} ${'filler '.repeat(i % 30)}`, `b${i}`);
  }
  await ada.ask({ type: 'state.set', entries: [{ kind: 'draft', key: room, value: { text: 'zeugmatic' } }] });
  await ada.ask({ type: 'room.archive', room, on: true });
  const found = () => ada.ask({ type: 'search', room, words: 'quincunx7', limit: 5 });
  expect((await found()).events).toHaveLength(1);
  // The index keeps words without the letters that they share with the one before.
  const before = filesWith(server.dataDir, 'quincunx');
  for (const file of [/^securechat\.db/, /^search\.db/]) expect(before).toContainEqual(expect.stringMatching(file));
  await archiveAndDelete(server, ada, room);
  const words = ['quincunx', 'xylophones', 'zeugmatic'];
  await eventually(() => words.every((word) => filesWith(server.dataDir, word).length === 0));
  expect(filesWith(server.dataDir, 'ordinary7')).not.toEqual([]);
  expect((await bob.ask({ type: 'search', room: 'general', words: 'ordinary7', limit: 5 })).events).toHaveLength(1);
});

test('a private room without members is deleted a week later, when the server starts', async () => {
  await using server = await startTestServer(unlimited);
  const [ada] = (await people(server, 'ada')) as [RawClient];
  const [den, attic] = [
    await ada.createRoom('den', { kind: 'private' }),
    await ada.createRoom('attic', { kind: 'private' }),
  ];
  await ada.say(den, 'quincunx', 'a1');
  await ada.say(attic, 'zeugmatic', 'a2');
  for (const room of [den, attic]) await ada.ask({ type: 'room.leave', room });
  const db = new SqliteConnection(join(server.dataDir, 'securechat.db'), 'write');
  db.run('UPDATE events SET at = at - ? WHERE room = ?', weekMs + 60_000, den);
  db.close();
  await server.stop();
  await using _ = await startTestServer({ ...unlimited, data: server.dataDir });
  await eventually(() => filesWith(server.dataDir, 'quincunx').length === 0);
  expect(filesWith(server.dataDir, 'zeugmatic')).not.toEqual([]);
});
