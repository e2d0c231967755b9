import { limits, type MemberSummary, type PersonSummary, type Profile } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer } from './testing/start-server.ts';

const unlimited = { messageRate: '0', messageBurst: '0', messagesPerMinute: '0', requestsPerSecond: '0' };

type Set = Partial<Record<'displayName' | 'status', string>> & {
  readonly away?: string | null;
  readonly hidden?: boolean;
};
const set = (client: RawClient, profile: Set) => client.ask({ type: 'profile.set', ...profile });
const personOf = async (client: RawClient, user: string) =>
  (await client.ask({ type: 'profile.get', user })).person as PersonSummary;
const membersOf = async (client: RawClient, room = 'general') =>
  (await client.ask({ type: 'room.members', room })).members as MemberSummary[];
/** The profiles that came of a user, oldest first; by then, everything sent before has come. */
async function toldOf(client: RawClient, user: string): Promise<Omit<Profile, 'user'>[]> {
  await client.ask({ type: 'ping' });
  return client
    .all('profile-changed')
    .filter((frame) => frame.user === user)
    .map(({ type: _, user: __, ...profile }) => profile);
}
const onlineIn = (synced: { readonly [field: string]: unknown }) =>
  (synced.rooms as { readonly online: string[] }[]).flatMap(({ online }) => online).toSorted();
/** Another device of a user. */
async function resumed(url: string, token: string): Promise<RawClient> {
  const client = await RawClient.greeted(url);
  await client.ask({ type: 'resume', token });
  return client;
}

test('a profile reaches the others once, also with several rooms in common, and one’s own devices', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada, token } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  for (const name of ['ops', 'dev']) {
    await ada.createRoom(name);
    await bob.ask({ type: 'room.join', name });
  }
  await ada.sync();
  await bob.sync();
  const phone = await resumed(server.url, token);
  await phone.sync();
  expect(await set(ada, { displayName: ' Ada Lovelace ', status: 'on the engine' })).toMatchObject({ type: 'done' });
  const profile = { displayName: 'Ada Lovelace', status: 'on the engine' };
  expect(await toldOf(bob, 'ada')).toEqual([profile]);
  expect(await toldOf(phone, 'ada')).toEqual([{ hidden: false }, { ...profile, hidden: false }]);
  expect((await membersOf(bob)).find(({ user }) => user === 'ada')).toMatchObject({
    user: 'ada',
    online: true,
    ...profile,
  });
  expect(await personOf(bob, 'ada')).toEqual({ user: 'ada', online: true, ...profile });
  expect(await personOf(ada, 'ada')).toEqual({ user: 'ada', online: true, hidden: false, ...profile });
  // A device that connects later is told its own profile.
  const tablet = await resumed(server.url, token);
  await tablet.sync();
  expect(await toldOf(tablet, 'ada')).toEqual([{ ...profile, hidden: false }]);
  expect(await toldOf(bob, 'bob')).toEqual([{ hidden: false }]);
});

test('away by hand has a reason, which may be empty, until the user is back', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  await ada.sync();
  await bob.sync();
  await set(ada, { away: 'lunch' });
  await set(ada, { away: '' });
  await set(ada, { away: null });
  expect(await toldOf(bob, 'ada')).toEqual([{ away: 'lunch' }, { away: '' }, {}]);
});

test('a profile that is too long, or no clean line, is refused, and so is one of a guest', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const long = 'x'.repeat(limits.displayName + 1);
  expect(await set(ada, { displayName: long })).toMatchObject({
    code: 'too_long',
    message: 'The display name is too long: 65 of 64 characters. Shorten it.',
  });
  expect(await set(ada, { status: 'a\nb' })).toMatchObject({ code: 'bad_text' });
  expect(await set(ada, { away: '\u001b[31m' })).toMatchObject({ code: 'bad_text' });
  expect(await personOf(ada, 'ada')).toEqual({ user: 'ada', online: true, hidden: false });
  expect(await ada.ask({ type: 'profile.get', user: 'nobody' })).toMatchObject({ code: 'no_such_user' });
  const guest = await RawClient.greeted(server.url);
  expect(await set(guest, { status: 'x' })).toMatchObject({ code: 'not_signed_in' });
  expect(await guest.ask({ type: 'profile.get', user: 'ada' })).toMatchObject({ code: 'not_signed_in' });
});

test('a user is away while all of their devices are idle, and no longer', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada, token } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  await bob.sync();
  await ada.sync();
  const phone = await resumed(server.url, token);
  await phone.sync();
  const idle = async (client: RawClient, on: boolean) => {
    client.send({ type: 'idle.set', on });
    await client.ask({ type: 'ping' });
  };
  await idle(phone, true);
  await idle(phone, true);
  expect(await toldOf(bob, 'ada')).toEqual([]);
  await idle(ada, true);
  expect(await toldOf(bob, 'ada')).toEqual([{ away: '' }]);
  expect((await membersOf(bob)).find(({ user }) => user === 'ada')).toMatchObject({ online: true, away: '' });
  await idle(phone, false);
  expect(await toldOf(bob, 'ada')).toEqual([{ away: '' }, {}]);
  // The only device in use disconnects.
  phone.ws.close();
  await eventually(async () => (await toldOf(bob, 'ada')).length === 3);
  expect((await toldOf(bob, 'ada')).at(-1)).toEqual({ away: '' });
  await idle(ada, false);
  // An idle device that disconnects does not count any more.
  const tablet = await resumed(server.url, token);
  await tablet.sync();
  await idle(tablet, true);
  tablet.ws.terminate();
  await tablet.ended();
  await ada.ask({ type: 'ping' });
  expect(await toldOf(bob, 'ada')).toEqual([{ away: '' }, {}, { away: '' }, {}]);
  await set(ada, { away: 'lunch' });
  await idle(ada, true);
  expect((await personOf(bob, 'ada')).away).toBe('lunch');
});

test('somebody who is offline was last seen when they went', async () => {
  await using server = await startTestServer({ ...unlimited });
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  await bob.sync();
  expect(await personOf(bob, 'ada')).toEqual({ user: 'ada', online: false });
  await ada.sync();
  const before = Date.now();
  await ada.ask({ type: 'logout' });
  const person = await eventually(async () => {
    const now = await personOf(bob, 'ada');
    return now.lastSeenMs !== undefined && now;
  });
  expect(person).toEqual({ user: 'ada', online: false, lastSeenMs: expect.any(Number) });
  expect(person.lastSeenMs).toBeGreaterThanOrEqual(before);
});

test('a hidden user is shown to nobody as online, away or typing, and is shown nobody', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada, token } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  await bob.sync();
  await ada.sync();
  await set(ada, { hidden: true });
  const goes = { room: 'general', user: 'ada', online: false };
  await eventually(() => bob.all('presence').some((frame) => frame.user === 'ada' && !frame.online));
  expect(bob.all('presence').at(-1)).toMatchObject(goes);
  const count = bob.frames.length;
  ada.send({ type: 'typing.set', room: 'general', on: true });
  ada.send({ type: 'idle.set', on: true });
  await ada.ask({ type: 'ping' });
  const again = await resumed(server.url, token);
  expect(onlineIn(await again.sync())).toEqual([]);
  expect(await toldOf(again, 'ada')).toEqual([{ hidden: true }]);
  expect(await personOf(bob, 'ada')).toEqual({ user: 'ada' });
  expect((await membersOf(bob)).map(({ user, online }) => [user, online])).toEqual([
    ['ada', false],
    ['bob', true],
  ]);
  expect((await membersOf(ada)).map(({ online }) => online)).toEqual([false, false]);
  expect(await personOf(ada, 'bob')).toEqual({ user: 'bob' });
  // Nothing of all this reached bob, and nothing of bob reaches ada.
  await bob.ask({ type: 'ping' });
  const reached = bob.frames
    .slice(count)
    .filter(({ type }) => ['typing', 'presence', 'profile-changed'].includes(type));
  expect(reached).toEqual([]);
  bob.send({ type: 'typing.set', room: 'general', on: true });
  await set(bob, { status: 'busy' });
  await ada.ask({ type: 'ping' });
  const { client: cyd } = await RawClient.signedUp(server.url, 'cyd');
  await cyd.sync();
  await cyd.say('general', 'hello', 'c-1');
  await eventually(() => ada.all('event').some(({ event }) => event.author === 'cyd' && event.type === 'message'));
  expect(ada.all('typing')).toEqual([]);
  expect(ada.all('presence').filter(({ user }) => user === 'cyd')).toEqual([]);
  expect(await toldOf(ada, 'bob')).toEqual([]);
});

test('a user who is no longer hidden is shown again, on every device', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  await bob.sync();
  await set(ada, { hidden: true });
  await ada.sync();
  await bob.ask({ type: 'ping' });
  expect(bob.all('presence')).toEqual([]);
  await set(ada, { hidden: false });
  await eventually(() => bob.all('presence').length === 1);
  expect(bob.all('presence')[0]).toMatchObject({ user: 'ada', online: true });
  expect(onlineIn(await ada.sync())).toEqual(['ada', 'bob']);
  bob.send({ type: 'typing.set', room: 'general', on: true });
  await eventually(() => ada.all('typing').length === 1);
});
