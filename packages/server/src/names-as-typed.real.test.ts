import { expect, test } from 'vitest';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer } from './testing/start-server.ts';

const unlimited = { messageRate: '0', messageBurst: '0', messagesPerMinute: '0', requestsPerSecond: '0' };
const typings = [' Bob ', 'BOB', '@bob'];

test.each(typings)('%j is bob to whoever signs up and logs in', async (user) => {
  await using server = await startTestServer(unlimited);
  const [first, second] = [await RawClient.greeted(server.url), await RawClient.greeted(server.url)];
  const credentials = { user, password: 'a long enough password', device: 'test' };
  expect(await first.ask({ type: 'signup', ...credentials })).toMatchObject({ type: 'signed-in', user: 'bob' });
  expect(await second.ask({ type: 'login', ...credentials })).toMatchObject({ type: 'signed-in', user: 'bob' });
});

test.each(typings)('%j is bob to every request about a user', async (user) => {
  await using server = await startTestServer(unlimited);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  const room = await ada.createRoom(' #Team ', { kind: 'private' });
  const done = async (frame: object) => expect(await ada.ask(frame)).toMatchObject({ type: 'done' });
  await done({ type: 'invitation.create', room, user });
  await done({ type: 'invitation.revoke', room, user });
  await done({ type: 'invitation.create', room, user });
  await bob.ask({ type: 'invitation.accept', room });
  await done({ type: 'room.role', room, user, role: 'reader' });
  await done({ type: 'room.remove', room, user });
  await done({ type: 'room.ban', room, user });
  await done({ type: 'room.unban', room, user });
  expect(await ada.ask({ type: 'profile.get', user })).toMatchObject({ person: { user: 'bob' } });
  const direct = await ada.ask({ type: 'direct.open', user });
  expect(direct).toMatchObject({ type: 'room', room: { with: ['bob'] } });
  const found = await ada.ask({ type: 'room.find', name: ` @${user.replace('@', '').trim()} ` });
  expect(found.room).toEqual(direct.room);
});

test('a name that nobody can have is no malformed frame, however often it is typed', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const room = await ada.createRoom('team');
  for (const type of ['room.remove', 'room.ban', 'room.unban', 'profile.get', 'invitation.revoke', 'direct.open']) {
    for (const user of ['Bob Smith', '@@bob', '']) {
      expect(await ada.ask({ type, room, user }), type).toMatchObject({ type: 'error', code: 'no_such_user' });
    }
  }
  expect(await ada.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
});
