import type { RoomEvent, RoomSummary } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer } from './testing/start-server.ts';

const unlimited = { messageRate: '0', messageBurst: '0', messagesPerMinute: '0', requestsPerSecond: '0' };

/** ada owns #dev, where bob is connected and cyd is not, though logged in. */
async function setUp() {
  const server = await startTestServer(unlimited);
  const [ada, bob, cyd] = (await Promise.all(
    ['ada', 'bob', 'cyd'].map(async (name) => (await RawClient.signedUp(server.url, name)).client),
  )) as [RawClient, RawClient, RawClient];
  const room = await ada.createRoom('dev');
  for (const each of [bob, cyd]) await each.ask({ type: 'room.join', name: 'dev' });
  await bob.sync();
  const mentioned = async (client: RawClient) =>
    ((await client.ask({ type: 'mention.list', limit: 20 })).events as RoomEvent[]).map(
      (event) => event.type === 'message' && event.body.kind === 'text' && event.body.text,
    );
  const heard = (text: string) =>
    eventually(() => bob.all('event').find(({ event }) => JSON.stringify(event).includes(JSON.stringify(text))));
  return { server, ada, bob, cyd, room, mentioned, heard, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

test('@room of an owner mentions all members, and @here those who are connected', async () => {
  await using site = await setUp();
  const { ada, bob, cyd, room, mentioned, heard } = site;
  await ada.say(room, 'lunch, @room', 'a1');
  expect((await heard('lunch, @room')).event).toMatchObject({ everybody: 'room' });
  await ada.say(room, '@here: quick one', 'a2');
  expect((await heard('@here: quick one')).event).toMatchObject({ everybody: 'here' });
  expect(await mentioned(bob)).toEqual(['@here: quick one', 'lunch, @room']);
  expect(await mentioned(cyd)).toEqual(['lunch, @room']);
  expect(await mentioned(ada)).toEqual([]);
  // A retry gets the first answer, also when fewer or more are connected.
  expect(await ada.say(room, '@here: quick one', 'a2')).toMatchObject({ type: 'ack' });
  expect(await mentioned(cyd)).toEqual(['lunch, @room']);
});

test('@room and @here are plain text of those who may not, in code and in direct rooms', async () => {
  await using site = await setUp();
  const { ada, bob, cyd, room, mentioned, heard } = site;
  await bob.say(room, '@room @here listen', 'b1');
  expect((await heard('@room @here listen')).event).not.toHaveProperty('everybody');
  await ada.say(room, 'write `@room @bob` for it', 'a1');
  expect((await heard('write `@room @bob` for it')).event).not.toHaveProperty('everybody');
  const direct = ((await ada.ask({ type: 'direct.open', user: 'bob' })).room as RoomSummary).id;
  await ada.say(direct, '@here there', 'a2');
  expect((await heard('@here there')).event).not.toHaveProperty('everybody');
  for (const each of [ada, bob, cyd]) expect(await mentioned(each)).toEqual([]);
  await ada.ask({ type: 'room.role', room, user: 'bob', role: 'moderator' });
  await bob.say(room, '@room listen', 'b2');
  expect(await mentioned(cyd)).toEqual(['@room listen']);
});

test('a sync says how many unread messages mention the user in each room', async () => {
  await using site = await setUp();
  const { ada, bob, room } = site;
  const counts = async () => {
    const { rooms } = (await bob.sync()) as unknown as { rooms: (RoomSummary & { mentions?: number })[] };
    return rooms.map(({ name, mentions }) => [name, mentions]);
  };
  expect(await counts()).toEqual([
    ['general', undefined],
    ['dev', undefined],
  ]);
  const acks = [];
  for (const [i, text] of ['@bob', '@room', 'no', '@bob again'].entries())
    acks.push(await ada.say(room, text, `a${i}`));
  expect((await counts())[1]).toEqual(['dev', 3]);
  const value = { seq: acks[1]?.seq, n: 2, epoch: 0 };
  await bob.ask({ type: 'state.set', entries: [{ kind: 'read', key: room, value }] });
  expect((await counts())[1]).toEqual(['dev', 1]);
});
