import type { PersonSummary, RoomSummary } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openOperator } from './operator.ts';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer } from './testing/start-server.ts';

const unlimited = { messageRate: '0', messageBurst: '0', messagesPerMinute: '0', requestsPerSecond: '0' };
const remove = (client: RawClient, password: string) => client.ask({ type: 'account.delete', password });
const login = async (url: string, user: string, type = 'login') =>
  await (await RawClient.greeted(url)).ask({ type, user, password: `long password of ${user}`, device: 'test' });

test('a deleted account: answered, logged out everywhere, left its rooms, its messages stay, its name stays taken', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada, token } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  const ops = await ada.createRoom('ops');
  await bob.ask({ type: 'room.join', name: 'ops' });
  await bob.sync();
  await ada.sync();
  await ada.say('general', 'it stays', 'a-1');
  await ada.ask({ type: 'profile.set', displayName: 'Ada', status: 'busy' });
  const phone = await RawClient.greeted(server.url);
  await phone.ask({ type: 'resume', token });
  const other = await login(server.url, 'ada');
  expect(other).toMatchObject({ type: 'signed-in' });
  const tablet = await RawClient.greeted(server.url);
  await tablet.ask({ type: 'resume', token: String(other.token) });

  expect(await remove(ada, 'long password of ada')).toMatchObject({ type: 'done' });
  for (const client of [ada, phone, tablet]) expect((await client.ended()).code).toBe(4002);

  const left = () => bob.all('event').filter(({ event }) => event.type === 'member-left');
  await eventually(() => left().length === 2);
  expect(left().map(({ event }) => event)).toMatchObject([
    { room: 'general', author: 'ada', deleted: true },
    { room: ops, author: 'ada', deleted: true },
  ]);
  const page = await bob.ask({ type: 'history', room: 'general', limit: 50 });
  expect(JSON.stringify(page.events)).toContain('it stays');
  const { person } = (await bob.ask({ type: 'profile.get', user: 'ada' })) as unknown as { person: PersonSummary };
  expect(person).toEqual({ user: 'ada', deleted: true });
  expect(((await bob.ask({ type: 'room.find', name: 'ops' })).room as RoomSummary).members).toBe(1);

  expect(await login(server.url, 'ada')).toMatchObject({ code: 'wrong_credentials' });
  expect(await login(server.url, 'ada', 'signup')).toMatchObject({ code: 'name_taken' });
  const stale = await RawClient.greeted(server.url);
  // A device that was away learns that a log-in would be refused, too.
  const gone = { code: 'session_expired', message: 'This account was deleted. Nobody can log in to it.' };
  expect(await stale.ask({ type: 'resume', token })).toMatchObject(gone);
  expect(await stale.ask({ type: 'resume', token: String(other.token) })).toMatchObject(gone);
  expect((await stale.ask({ type: 'resume', token: `${token.slice(0, -1)}-` })).message).not.toBe(gone.message);
});

test('without the password nothing is deleted, the connection goes on, and guesses are limited', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  expect(await remove(ada, 'long password of eve')).toMatchObject({
    code: 'wrong_credentials',
    message: 'The current password is wrong.',
  });
  expect(await remove(ada, '')).toMatchObject({ code: 'wrong_credentials' });
  expect(await ada.say('general', 'still here', 'a-1')).toMatchObject({ type: 'ack' });
  // A session that ends now still ends its connection.
  const other = await login(server.url, 'ada');
  const phone = await RawClient.greeted(server.url);
  await phone.ask({ type: 'resume', token: String(other.token) });
  const sessions = (await phone.ask({ type: 'session.list' })).sessions as { id: string; current: boolean }[];
  const own = sessions.find(({ current }) => !current)?.id;
  expect(await phone.ask({ type: 'session.revoke', session: own })).toMatchObject({ type: 'done' });
  expect((await ada.ended()).code).toBe(4001);
  const codes = new Set<unknown>();
  for (let i = 0; i < 20; i++) codes.add((await remove(phone, 'wrong again')).code);
  expect(codes).toEqual(new Set(['wrong_credentials', 'slow_down']));
  const guest = await RawClient.greeted(server.url);
  expect(await remove(guest, 'long password of ada')).toMatchObject({ code: 'not_signed_in' });
});

test('operators see that an account is deleted, and can neither enable it nor set its password', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  await remove(ada, 'long password of ada');
  const operator = await openOperator({ dataDir: server.dataDir, store: undefined } as never);
  if (!operator.ok) throw new Error(operator.error);
  const { users, setDisabled, resetPassword, close } = operator.value;
  expect(await users()).toMatchObject([{ user: 'ada', deletedMs: expect.any(Number) }]);
  const refused = { ok: false, error: 'ada has deleted their account. That is final.' };
  expect(await setDisabled('ada', false)).toEqual(refused);
  expect(await resetPassword('ada', 'another long password')).toEqual(refused);
  await close();
});
