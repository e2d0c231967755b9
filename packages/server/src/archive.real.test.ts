import type { RoomSummary, UserId } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openSqliteStore } from './adapters/sqlite/store.ts';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer } from './testing/start-server.ts';

const unlimited = { messageRate: '0', messageBurst: '0', messagesPerMinute: '0', requestsPerSecond: '0' };
type Server = Awaited<ReturnType<typeof startTestServer>>;

async function people(server: Server, ...names: string[]): Promise<RawClient[]> {
  return await Promise.all(names.map(async (name) => (await RawClient.signedUp(server.url, name)).client));
}

test('an archived room is told to all members, refuses every change, and can be left', async () => {
  await using server = await startTestServer(unlimited);
  const [ada, bob, cyd] = (await people(server, 'ada', 'bob', 'cyd')) as [RawClient, RawClient, RawClient];
  const room = await ada.createRoom('dev');
  await bob.ask({ type: 'room.join', name: 'dev' });
  await ada.ask({ type: 'invitation.create', room, user: 'cyd' });
  await bob.sync();
  expect(await bob.ask({ type: 'room.archive', room, on: true })).toMatchObject({
    code: 'not_allowed',
    message: expect.stringContaining('owners'),
  });
  expect(await ada.ask({ type: 'room.archive', room, on: true })).toMatchObject({ type: 'done' });
  await eventually(() => bob.all('event').some(({ event }) => event.type === 'room-archived' && event.on));
  const asks = [
    { type: 'message.send', room, clientId: 'm1', body: { kind: 'text', text: 'hi' } },
    { type: 'room.topic', room, topic: 'another' },
    { type: 'room.rename', room, name: 'other' },
    { type: 'room.role', room, user: 'bob', role: 'moderator' },
    { type: 'room.remove', room, user: 'bob' },
    { type: 'room.ban', room, user: 'bob' },
    { type: 'invitation.create', room, user: 'cyd' },
    { type: 'invitation.link', room },
  ];
  for (const ask of asks) expect([ask.type, (await ada.ask(ask)).code]).toEqual([ask.type, 'archived']);
  expect(await cyd.ask({ type: 'room.join', name: 'dev' })).toMatchObject({ code: 'archived' });
  expect(await cyd.ask({ type: 'invitation.accept', room })).toMatchObject({ code: 'archived' });
  expect((await bob.sync()).rooms).toContainEqual(expect.objectContaining({ id: room, archived: true }));
  expect(await bob.ask({ type: 'history', room, limit: 5 })).toMatchObject({ type: 'page' });
  expect(await bob.ask({ type: 'room.leave', room })).toMatchObject({ type: 'done' });
  const listed = async (archived?: true) =>
    ((await cyd.ask({ type: 'room.list', archived })).rooms as RoomSummary[]).map(({ id }) => id);
  expect([await listed(), await listed(true)]).toEqual([['general'], [room]]);
  await ada.ask({ type: 'room.archive', room, on: false });
  expect(await cyd.ask({ type: 'invitation.accept', room })).toMatchObject({ type: 'room' });
});

test('#general is never archived', async () => {
  await using server = await startTestServer(unlimited);
  const [ada] = (await people(server, 'ada')) as [RawClient];
  expect(await ada.ask({ type: 'room.archive', room: 'general', on: true })).toMatchObject({
    code: 'not_allowed',
    message: expect.stringContaining('#general is never archived'),
  });
});

test('a message to somebody whose account the operator has disabled is refused', async () => {
  await using server = await startTestServer(unlimited);
  const [ada] = (await people(server, 'ada', 'bob')) as [RawClient];
  const opened = await ada.ask({ type: 'direct.open', user: 'bob' });
  const room = (opened.room as RoomSummary).id;
  expect(await ada.say(room, 'hello', 'a1')).toMatchObject({ type: 'ack' });
  const beside = await openSqliteStore({ dataDir: server.dataDir, shared: true });
  if (!beside.ok) throw new Error(beside.error.message);
  await beside.value.changeAccount({ kind: 'set-disabled', user: 'bob' as UserId, disabled: true, atMs: 3000 });
  expect(await ada.say(room, 'are you there?', 'a2')).toMatchObject({
    code: 'room_closed',
    message: expect.stringContaining('disabled'),
  });
  await beside.value.changeAccount({ kind: 'set-disabled', user: 'bob' as UserId, disabled: false, atMs: 3000 });
  await beside.value.close();
  expect(await ada.say(room, 'are you there?', 'a2')).toMatchObject({ type: 'ack' });
});

test('who may not write is shown as typing to nobody', async () => {
  await using server = await startTestServer(unlimited);
  const [ada, bob, cyd] = (await people(server, 'ada', 'bob', 'cyd')) as [RawClient, RawClient, RawClient];
  const room = await ada.createRoom('dev');
  for (const member of [bob, cyd]) await member.ask({ type: 'room.join', name: 'dev' });
  await ada.ask({ type: 'room.role', room, user: 'bob', role: 'reader' });
  for (const member of [ada, bob, cyd]) await member.sync();
  /** Each types, ada last. */
  const type = async () => {
    for (const who of [bob, cyd, ada]) {
      who.send({ type: 'typing.set', room, on: true });
      await who.ask({ type: 'ping' });
    }
  };
  const typing = () => cyd.all('typing').map(({ user }) => user);
  await type();
  await eventually(() => typing().length > 0);
  expect(typing()).toEqual(['ada']);
  await ada.ask({ type: 'room.archive', room, on: true });
  await type();
  await ada.ask({ type: 'room.archive', room, on: false });
  await type();
  await eventually(() => typing().length > 1);
  expect([typing(), ada.all('typing').map(({ user }) => user)]).toEqual([
    ['ada', 'ada'],
    ['cyd', 'cyd'],
  ]);
});
