import type { RoomEvent } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer } from './testing/start-server.ts';

const unlimited = { messageRate: '0', messageBurst: '0', messagesPerMinute: '0', requestsPerSecond: '0' };

/** The texts that a search finds, and whether there are more. */
async function find(client: RawClient, room: string, words: string, more: object = {}) {
  const found = await client.ask({ type: 'search', room, words, limit: 10, ...more });
  if (found.type !== 'found') return found.code;
  const texts = (found.events as RoomEvent[]).map((e) =>
    e.type === 'message' && e.body.kind === 'text' ? e.body.text : e.type,
  );
  return [texts, found.more];
}

test('a search finds messages with all the words, newest first, page by page', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  for (const [i, text] of ['Deploy at noon', 'the Café', 'deploy the café', 'no', 'deploy again'].entries()) {
    await ada.say('general', text, `m-${i}`);
  }
  expect(await find(ada, 'general', 'deploy')).toEqual([['deploy again', 'deploy the café', 'Deploy at noon'], false]);
  expect(await find(ada, 'general', 'deploy', { limit: 2 })).toEqual([['deploy again', 'deploy the café'], true]);
  // The first message is the third event, after the creation of the room and the join.
  expect(await find(ada, 'general', 'deploy', { before: 5 })).toEqual([['Deploy at noon'], false]);
  expect(await find(ada, 'general', 'CAFE deploy')).toEqual([['deploy the café'], false]);
  expect(await find(ada, 'general', '"; DROP TABLE')).toEqual([[], false]);
  expect(await find(ada, 'nowhere', 'deploy')).toBe('no_such_room');
});

test('a search with many near matches continues where it stopped, and misses nothing', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  await ada.say('general', '東京都', 'real');
  // Each has all pairs of the word, but not the word.
  const apart = `京都と東京${'。'.repeat(1000)}`;
  await Promise.all(Array.from({ length: 400 }, (_, i) => ada.say('general', apart, `m-${i}`)));
  let before: number | undefined;
  let requests = 0;
  const seqs: number[] = [];
  do {
    const more = before === undefined ? {} : { before };
    const found = await ada.ask({ type: 'search', room: 'general', words: '東京都', limit: 10, ...more });
    seqs.push(...(found.events as RoomEvent[]).map(({ seq }) => seq));
    expect(found.more).toBe(found.next !== undefined);
    expect((found.next as number | undefined) ?? 0).toBeLessThan(before ?? Number.MAX_SAFE_INTEGER);
    before = found.next as number | undefined;
    requests++;
  } while (before !== undefined && requests < 20);
  expect(seqs).toEqual([3]);
  // One request does not read 1.2 MB for one match.
  expect(requests).toBeGreaterThan(2);
  expect(requests).toBeLessThan(10);
});

test('a search by somebody who has joined and left often can be continued too', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  const team = await ada.createRoom('team', { history: 'joined' });
  for (let i = 0; i < 50; i++) {
    await bob.ask({ type: 'room.join', name: 'team' });
    if (i === 0) await bob.say(team, 'the needle', 'needle');
    await bob.ask({ type: 'room.leave', room: team });
    // Something that bob does not see: memberships without a gap are searched as one.
    await ada.say(team, 'in between', `between-${i}`);
  }
  const first = await bob.ask({ type: 'search', room: team, words: 'needle', limit: 10 });
  expect(first).toMatchObject({ events: [], more: true });
  const second = await bob.ask({ type: 'search', room: team, words: 'needle', limit: 10, before: first.next });
  const third = await bob.ask({ type: 'search', room: team, words: 'needle', limit: 10, before: second.next });
  expect(third).toMatchObject({ events: [{ seq: 4 }], more: false });
});

test('a search finds nothing from before, between and after memberships', async () => {
  await using server = await startTestServer(unlimited);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  const team = await ada.createRoom('team', { history: 'joined' });
  let said = 0;
  const say = async (text: string) => await ada.say(team, text, `s-${said++}`);
  const [join, leave] = [
    { type: 'room.join', name: 'team' },
    { type: 'room.leave', room: team },
  ];
  await say('secret before');
  await bob.ask(join);
  await say('secret heard');
  await bob.ask(leave);
  await say('secret between');
  await bob.ask(join);
  await say('secret heard again');
  expect(await find(bob, team, 'secret')).toEqual([['secret heard again', 'secret heard'], false]);
  expect(await find(bob, team, 'secret', { limit: 1 })).toEqual([['secret heard again'], true]);
  await bob.ask(leave);
  await say('secret after');
  expect(await find(bob, team, 'secret')).toEqual([['secret heard again', 'secret heard'], false]);
  expect(await find(ada, team, 'secret', { limit: 2 })).toEqual([['secret after', 'secret heard again'], true]);
});
