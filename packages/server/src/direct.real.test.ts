import type { RoomSummary, UserId } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openSqliteStore } from './adapters/sqlite/store.ts';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer } from './testing/start-server.ts';

const unlimited = { messageRate: '0', messageBurst: '0', messagesPerMinute: '0', requestsPerSecond: '0' };

const open = (client: RawClient, user: string) => client.ask({ type: 'direct.open', user });
const roomOf = (reply: { readonly [field: string]: unknown }) => (reply.room as RoomSummary).id;

/** The batch with which a room began for a client. */
const beginning = (client: RawClient, room: string) =>
  eventually(() => client.all('events').find((batch) => batch.room === room && batch.jump === 'new'));

/** Another connection of a user. */
async function anotherDevice(url: string, user: string): Promise<RawClient> {
  const client = await RawClient.greeted(url);
  await client.ask({ type: 'login', user, password: `long password of ${user}`, device: 'other' });
  return client;
}

test('all devices of both follow a direct room as soon as one opens it', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  const devices = [ada, await anotherDevice(server.url, 'ada'), bob, await anotherDevice(server.url, 'bob')];
  for (const device of devices) await device.sync();
  const opened = await open(ada, '@Bob');
  expect(opened).toMatchObject({ type: 'room', room: { kind: 'direct', with: ['bob'], members: 2, joined: true } });
  const room = roomOf(opened);
  for (const [i, device] of devices.entries()) {
    const other = i < 2 ? 'bob' : 'ada';
    expect(await beginning(device, room)).toMatchObject({ header: { kind: 'direct', with: [other] } });
  }
  await ada.say(room, 'hello bob', 'a-1');
  for (const device of devices) {
    await eventually(() => device.all('event').some(({ event }) => event.room === room && event.type === 'message'));
  }
  const synced = await bob.sync([{ room, seq: 4, id: 'a-1' }]);
  expect(synced.rooms).toContainEqual(expect.objectContaining({ id: room, with: ['ada'], head: 4 }));
});

test('who was offline finds the room and its messages', async () => {
  await using server = await startTestServer(unlimited);
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  bob.ws.close();
  await bob.ended();
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const room = roomOf(await open(ada, 'bob'));
  await ada.say(room, 'hello bob', 'a-1');
  ada.ws.close();
  const back = await anotherDevice(server.url, 'bob');
  await back.sync();
  const batch = await beginning(back, room);
  expect(batch).toMatchObject({ header: { with: ['ada'] }, head: 4 });
  expect(batch?.events.map(({ type }) => type)).toEqual(['room-created', 'member-joined', 'member-joined', 'message']);
});

test('two who open it at the same moment get one room', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  const opened = await Promise.all([open(ada, 'bob'), open(bob, 'ada'), open(ada, 'bob')]);
  expect(new Set(opened.map(roomOf)).size).toBe(1);
});

test('a direct room exists for its two people only', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  await RawClient.signedUp(server.url, 'bob');
  const { client: eve } = await RawClient.signedUp(server.url, 'eve');
  const find = (client: RawClient, name: string) => client.ask({ type: 'room.find', name });
  expect(await find(ada, '@bob')).toMatchObject({ code: 'no_such_room' });
  const room = roomOf(await open(ada, 'bob'));
  expect(await find(ada, '@bob')).toMatchObject({ room: { id: room } });
  expect(await find(ada, room)).toMatchObject({ room: { id: room } });
  for (const name of ['@ada', '@bob', room]) expect(await find(eve, name)).toMatchObject({ code: 'no_such_room' });
  expect(await eve.ask({ type: 'room.join', name: room })).toMatchObject({ code: 'no_such_room' });
  expect(await eve.say(room, 'me too', 'e-1')).toMatchObject({ code: 'no_such_room' });
  const { rooms } = (await eve.ask({ type: 'room.list' })) as unknown as { rooms: RoomSummary[] };
  expect(rooms.map(({ id }) => id)).toEqual(['general']);
});

test('a direct room cannot be left, renamed or given a topic, and nobody can be removed', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  await RawClient.signedUp(server.url, 'bob');
  const room = roomOf(await open(ada, 'bob'));
  const asks = [
    { type: 'room.leave', room },
    { type: 'room.rename', room, name: 'ours' },
    { type: 'room.topic', room, topic: 'us' },
    { type: 'room.remove', room, user: 'bob' },
  ];
  for (const ask of asks) {
    expect(await ada.ask(ask)).toMatchObject({ code: 'direct_room', message: expect.stringContaining('direct room') });
  }
  expect(await ada.ask({ type: 'room.members', room })).toMatchObject({
    members: [{ user: 'ada' }, { user: 'bob' }],
  });
});

test('a direct message to nobody or to a disabled or deleted account is refused with the reason; one to oneself is a note', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  await RawClient.signedUp(server.url, 'bob');
  for (const user of ['nobody', '', '@', 'Bob Smith', '#general']) {
    expect(await open(ada, user)).toMatchObject({ code: 'no_such_user', message: expect.stringContaining('spelling') });
  }
  const beside = await openSqliteStore({ dataDir: server.dataDir, shared: true });
  if (!beside.ok) throw new Error(beside.error.message);
  await beside.value.changeAccount({ kind: 'set-disabled', user: 'bob' as UserId, disabled: true, atMs: 3000 });
  await beside.value.close();
  expect(await open(ada, 'bob')).toMatchObject({
    code: 'no_such_user',
    message: 'The account of bob is disabled, so nobody would read your message.',
  });
  const { client: cyd } = await RawClient.signedUp(server.url, 'cyd');
  await cyd.ask({ type: 'account.delete', password: 'long password of cyd' });
  expect(await open(ada, 'cyd')).toMatchObject({
    message: 'The account of cyd was deleted, so nobody would read your message.',
  });
  expect(await open(ada, 'ada')).toMatchObject({ room: { kind: 'direct', with: ['ada'], members: 1 } });
});
