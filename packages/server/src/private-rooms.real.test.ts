import { clientFrames } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { RawClient } from './testing/raw-client.ts';
import { roomRequests } from './testing/room-requests.ts';
import { startTestServer, type TestServer } from './testing/start-server.ts';

const unlimited = { requestsPerMinute: '1000000', messagesPerMinute: '1000000', connectionsPerMinute: '1000000' };
const people = async (server: TestServer, ...names: string[]) =>
  await Promise.all(names.map(async (name) => (await RawClient.signedUp(server.url, name)).client));
const idOf = (reply: { readonly [field: string]: unknown }) => (reply.room as { readonly id: string }).id;
const privateRoom = async (owner: RawClient, more: object = {}) =>
  idOf(await owner.ask({ type: 'room.create', kind: 'private', ...more }));
/** Another device of the account that `signUp` has created. */
const device = async (server: TestServer, user: string) => {
  const client = await RawClient.greeted(server.url);
  await client.ask({ type: 'login', user, password: `long password of ${user}`, device: 'other' });
  await client.sync();
  return client;
};

test('all devices of the invited are told at once, and so is the end; the room comes to all after accepting', async () => {
  await using server = await startTestServer(unlimited);
  const [ada, bob] = (await people(server, 'ada', 'bob')) as [RawClient, RawClient];
  const room = await privateRoom(ada, { name: 'hiring' });
  await bob.sync();
  const other = await device(server, 'bob');
  expect(await ada.ask({ type: 'invitation.create', room, user: '@Bob' })).toMatchObject({ type: 'done' });
  const invitation = { room, kind: 'private', name: 'hiring', members: 1, by: 'ada', at: expect.any(Number) };
  for (const each of [bob, other]) await eventually(() => each.all('invited').length === 1);
  expect([bob, other].map((each) => each.all('invited')[0]?.invitation)).toEqual([invitation, invitation]);
  const late = await device(server, 'bob');
  expect(late.all('synced')[0]?.invitations).toEqual([invitation]);
  expect((await bob.ask({ type: 'invitation.list' })).invitations).toEqual([invitation]);
  expect(await bob.ask({ type: 'invitation.accept', room })).toMatchObject({ room: { id: room, joined: true } });
  for (const each of [bob, other, late]) {
    await eventually(() => each.all('events').some((batch) => batch.room === room));
    await eventually(() => each.all('invitation-ended').some((ended) => ended.room === room));
  }
  expect((await device(server, 'bob')).all('synced')[0]?.invitations).toEqual([]);
});

test('what is pending of a room is listed for those who may invite: a moderator sees all, a member the own invitations', async () => {
  await using server = await startTestServer(unlimited);
  const [ada, bob] = (await people(server, 'ada', 'bob', 'cyd', 'dee')) as [RawClient, RawClient];
  const room = await privateRoom(ada, { name: 'hiring' });
  const { code } = await ada.ask({ type: 'invitation.link', room });
  await bob.ask({ type: 'invitation.accept', code });
  await ada.ask({ type: 'invitation.create', room, user: 'cyd' });
  await bob.ask({ type: 'invitation.create', room, user: 'dee' });
  await bob.ask({ type: 'invitation.link', room });
  const listed = async (client: RawClient) => {
    const { invitations, links } = await client.ask({ type: 'room.invitations', room });
    return [(invitations as { readonly user: string }[]).map(({ user }) => user).sort(), links];
  };
  expect(await listed(ada)).toEqual([['cyd', 'dee'], 1]);
  expect(await listed(bob)).toEqual([['dee'], 1]);
  await ada.ask({ type: 'room.role', room, user: 'bob', role: 'reader' });
  expect(await bob.ask({ type: 'room.invitations', room })).toMatchObject({ type: 'error', code: 'not_allowed' });
});

test('a member finds a private room by its name, and nobody else does', async () => {
  await using server = await startTestServer(unlimited);
  const [ada, bob] = (await people(server, 'ada', 'bob')) as [RawClient, RawClient];
  const room = await privateRoom(ada, { name: 'hiring' });
  const found = async (who: RawClient) => await who.ask({ type: 'room.find', name: '#Hiring' });
  expect([await found(ada), await found(bob)]).toMatchObject([{ room: { id: room } }, { code: 'no_such_room' }]);
  const open = idOf(await bob.ask({ type: 'room.create', name: 'hiring' }));
  expect(await found(ada)).toMatchObject({ room: { id: room } });
  expect(await found(bob)).toMatchObject({ room: { id: open, kind: 'public' } });
  await ada.ask({ type: 'room.join', name: open });
  expect(await found(ada)).toMatchObject({ room: { id: open } });
  // Nobody can name a room like the id of another one.
  expect(await bob.ask({ type: 'room.create', name: room })).toMatchObject({ type: 'error', code: 'bad_name' });
  expect(await bob.ask({ type: 'room.rename', room: open, name: room })).toMatchObject({ code: 'bad_name' });
});

test('a link is used by one of two at once; an acceptance names either a room or a code', async () => {
  await using server = await startTestServer(unlimited);
  const [ada, ...others] = (await people(server, 'ada', 'bob', 'cyd')) as [RawClient, RawClient, RawClient];
  const room = await privateRoom(ada);
  const { code } = await ada.ask({ type: 'invitation.link', room });
  const both = await Promise.all(others.map((each) => each.ask({ type: 'invitation.accept', code })));
  expect(both.map(({ type, code: why }) => (type === 'room' ? type : why)).sort()).toEqual([
    'no_such_invitation',
    'room',
  ]);
  expect(await ada.ask({ type: 'invitation.accept' })).toMatchObject({ code: 'bad_frame' });
  expect(await ada.ask({ type: 'invitation.accept', room, code })).toMatchObject({ code: 'bad_frame' });
});

/** Requests about no room of the asker's choice. */
const elsewhere = new Set([
  ...[
    'hello',
    'signup',
    'login',
    'resume',
    'logout',
    'password.change',
    'session.list',
    'session.revoke',
    'account.delete',
  ],
  ...[
    'room.create',
    'room.list',
    'direct.open',
    'invitation.list',
    'profile.set',
    'profile.get',
    'state.set',
    'mention.list',
  ],
  // Answered by a list of the asker's own rooms, or by nothing.
  ...['sync', 'typing.set', 'idle.set', 'ping'],
]);

test('every request that names a room is part of the comparison', () => {
  expect(
    Object.keys(clientFrames)
      .filter((type) => !elsewhere.has(type))
      .sort(),
  ).toEqual(Object.keys(roomRequests).sort());
});

/** The text of the reply to a request with this id. */
async function replyText(client: RawClient, frame: object): Promise<string> {
  const reply = new Promise<string>((resolve) => {
    const onMessage = (data: unknown) => {
      if (!String(data).includes('"re":"x"')) return;
      client.ws.off('message', onMessage);
      resolve(String(data));
    };
    client.ws.on('message', onMessage);
  });
  client.send({ ...frame, id: 'x' });
  return await reply;
}

test.each(Object.keys(roomRequests))(
  '%s answers for a private room of others, byte for byte, as for none',
  async (type) => {
    await using server = await startTestServer(unlimited);
    const [ada, bob] = (await people(server, 'ada', 'bob', 'cyd')) as [RawClient, RawClient];
    const there = await privateRoom(ada, { name: 'hiring', topic: 'secret' });
    await ada.say(there, 'hello', 'a1');
    const never = `r${'z'.repeat(there.length - 1)}`;
    const direct = idOf(await ada.ask({ type: 'direct.open', user: 'cyd' }));
    const answerFor = (room: string) => replyText(bob, { type, ...roomRequests[type]?.(room) });
    const expected = await answerFor(never);
    expect(expected).toContain(
      type.startsWith('invitation.accept') || type.startsWith('invitation.decline')
        ? 'no_such_invitation'
        : 'no_such_room',
    );
    expect([await answerFor(there), await answerFor(direct)]).toEqual([expected, expected]);
  },
);
