import type { RoomEvent } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer } from './testing/start-server.ts';

const unlimited = { messageRate: '0', messageBurst: '0', messagesPerMinute: '0', requestsPerSecond: '0' };

/** Opens another connection of a session. */
async function resumed(url: string, token: string): Promise<RawClient> {
  const client = await RawClient.greeted(url);
  await client.ask({ type: 'resume', token });
  return client;
}

/** What a client received of a room, in order; throws if a batch or an event does not continue from what came before. */
function received(client: RawClient, room: string, cursor = 0): RoomEvent[] {
  const got: RoomEvent[] = [];
  let at = cursor;
  const take = (event: RoomEvent) => {
    if (event.seq !== at + 1) throw new Error(`${event.seq} came after ${at}`);
    at = event.seq;
    got.push(event);
  };
  for (const frame of client.frames as unknown as ReturnType<RawClient['all']>) {
    if (frame.type === 'event' && frame.event.room === room) take(frame.event);
    if (frame.type !== 'events' || frame.room !== room) continue;
    if (frame.jump) at = frame.after;
    else if (frame.after !== at) throw new Error(`a run after ${frame.after} came at ${at}`);
    frame.events.forEach(take);
  }
  return got;
}

const saidIn = (events: readonly RoomEvent[]) =>
  events.flatMap((e) => (e.type === 'message' && e.body.kind === 'text' ? [e.body.text] : [e.type]));
const remove = (by: RawClient, room: string, user: string) => by.ask({ type: 'room.remove', room, user });
const join = (client: RawClient, room: string) => client.ask({ type: 'room.join', name: room });

test('whoever is banned learns until when and what they can do, and who invites them that the ban can be lifted', async () => {
  await using server = await startTestServer(unlimited);
  const { client: cyd } = await RawClient.signedUp(server.url, 'cyd');
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const team = await cyd.createRoom('team');
  await join(ada, 'team');
  await cyd.ask({ type: 'room.ban', room: team, user: 'ada', reason: 'spam', forMs: 3_600_000 });
  const banned = /^You are banned from that room until 20\d\d-.* UTC\. .* can lift the ban earlier\. .* given: spam$/;
  expect(await ada.say(team, 'but', 'a-1')).toMatchObject({
    code: 'not_a_member',
    message: expect.stringMatching(banned),
  });
  expect(await join(ada, 'team')).toMatchObject({ code: 'banned', message: expect.stringMatching(banned) });
  const { code } = await cyd.ask({ type: 'invitation.link', room: team });
  expect(await ada.ask({ type: 'invitation.accept', code: String(code) })).toMatchObject({
    code: 'banned',
    message: expect.stringMatching(banned),
  });
  await cyd.ask({ type: 'room.ban', room: team, user: 'ada' });
  expect(await cyd.ask({ type: 'invitation.create', room: team, user: 'ada' })).toMatchObject({
    code: 'banned',
    message: 'ada is banned from that room. Its owners and moderators can lift the ban.',
  });
});

test('the owner removes a member, who learns by whom and receives nothing more', async () => {
  await using server = await startTestServer(unlimited);
  const { client: cyd } = await RawClient.signedUp(server.url, 'cyd');
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  await ada.sync();
  const team = await cyd.createRoom('team');
  await cyd.sync();
  await join(ada, 'team');
  await ada.say(team, 'here', 'a-1');
  expect(await remove(cyd, team, 'ada')).toMatchObject({ type: 'done' });
  await cyd.say(team, 'behind her back', 'c-1');
  await ada.ask({ type: 'ping' });
  expect(saidIn(received(ada, team))).toEqual(['member-joined', 'here', 'member-removed']);
  expect(received(ada, team).at(-1)).toMatchObject({ author: 'cyd', user: 'ada', seq: 5 });
  await eventually(() => saidIn(received(cyd, team)).at(-1) === 'behind her back');
  expect(received(cyd, team).filter((e) => e.type === 'member-removed')).toEqual([received(ada, team).at(-1)]);
  expect(await ada.say(team, 'but', 'a-2')).toMatchObject({ code: 'not_a_member' });
  expect(await ada.say(team, 'here', 'a-1')).toMatchObject({ type: 'ack', seq: 4 });
  expect(await ada.ask({ type: 'room.members', room: team })).toMatchObject({ code: 'not_a_member' });
  const page = await ada.ask({ type: 'history', room: team, limit: 50 });
  expect(saidIn(page.events as RoomEvent[]).slice(-3)).toEqual(['member-joined', 'here', 'member-removed']);
});

test('an unauthorised removal is refused, and nothing happens', async () => {
  await using server = await startTestServer(unlimited);
  const { client: cyd } = await RawClient.signedUp(server.url, 'cyd');
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const team = await cyd.createRoom('team');
  expect(await remove(ada, team, 'cyd')).toMatchObject({ code: 'not_a_member' });
  expect(await remove(cyd, team, 'ada')).toMatchObject({ code: 'no_such_member' });
  await join(ada, 'team');
  expect(await remove(ada, team, 'cyd')).toMatchObject({
    code: 'not_allowed',
    message: expect.stringContaining('whose role is lower'),
  });
  expect(await remove(cyd, team, 'cyd')).toMatchObject({
    code: 'not_allowed',
    message: expect.stringMatching(/leave/i),
  });
  // cyd's was the first account, so the `room-created` event of #general is hers; that gives her no right to remove.
  expect(await remove(cyd, 'general', 'ada')).toMatchObject({
    code: 'not_allowed',
    message: expect.stringContaining('#general'),
  });
  expect(await remove(cyd, team, 'Ada L')).toMatchObject({ code: 'no_such_user' });
  expect(await ada.say(team, 'still here', 'a-1')).toMatchObject({ type: 'ack', seq: 4 });
  expect(await ada.say('general', 'and here', 'a-2')).toMatchObject({ type: 'ack' });
});

test('a member offline during its removal and return catches up with its memberships only', async () => {
  await using server = await startTestServer(unlimited);
  const { client: cyd } = await RawClient.signedUp(server.url, 'cyd');
  const { client: ada, token } = await RawClient.signedUp(server.url, 'ada');
  const team = await cyd.createRoom('team');
  await join(ada, 'team');
  const page = await ada.ask({ type: 'history', room: team, limit: 1 });
  const id = (page.events as RoomEvent[])[0]?.id ?? '';
  const cursor = { room: team, seq: 3, id };
  ada.ws.close();
  await cyd.say(team, 'while away', 'c-1');
  await remove(cyd, team, 'ada');
  await cyd.say(team, 'behind her back', 'c-2');
  const gone = await resumed(server.url, token);
  const synced = await gone.sync([cursor]);
  expect((synced.rooms as { id: string }[]).map(({ id }) => id)).toEqual(['general']);
  expect(saidIn(received(gone, team, 3))).toEqual(['while away', 'member-removed']);
  await join(gone, 'team');
  await cyd.say(team, 'welcome back', 'c-3');
  await eventually(() => saidIn(received(gone, team, 3)).at(-1) === 'welcome back');
  const back = await resumed(server.url, token);
  await back.sync([cursor]);
  const whole = ['while away', 'member-removed', 'member-joined', 'welcome back'];
  expect(saidIn(received(back, team, 3))).toEqual(whole);
  expect(saidIn(received(gone, team, 3))).toEqual(whole);
  expect(received(back, team, 3).map((e) => e.seq)).toEqual([4, 5, 7, 8]);
});
