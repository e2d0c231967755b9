import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { makeRoom } from '../contracts/store/steps.ts';
import { good } from '../contracts/store.contract.ts';
import { dev, setUp, start } from '../testing/followed-room.ts';

test('an event between listing the rooms and following them is not missed', async () => {
  const { feed, sent, deliver, at, join, say, late } = await setUp();
  await join();
  at(3);
  const answer = late();
  const starting = feed.start({ cursors: new Map([[dev, { seq: 3 }]]), sameHistory: true, recent: 50 });
  deliver(await say('meanwhile'));
  answer();
  await starting;
  expect(sent).toEqual([[4, 'meanwhile']]);
});

test('a new join while the past is being sent continues after it', async () => {
  const { feed, at, sent, deliver, join, remove, say, slow } = await setUp();
  await join();
  await say('missed');
  await remove();
  at(3);
  const go = slow();
  const starting = feed.start(start(3));
  await eventually(() => sent.length === 2);
  // The subscription is finishing, so typing in the room now is none of this reader's business.
  expect(feed.follows(dev)).toBe(false);
  deliver(await join());
  go();
  await starting;
  await eventually(() => sent.length === 3);
  expect(sent.map(([seq]) => seq)).toEqual([4, 5, 6]);
  expect(feed.follows(dev)).toBe(true);
});

test('cursors of rooms without a membership, or of another history, are ignored', async () => {
  const { feed, sent, followed, join, remove } = await setUp();
  await feed.start(start(1));
  expect(sent).toEqual([]);
  await join();
  await remove();
  await feed.start({ ...start(2), sameHistory: false });
  await feed.start(start(4));
  expect(sent).toEqual([]);
  expect([...followed]).toEqual(['general']);
});

test('a room joined while rooms are listed is among them, once', async () => {
  const { feed, sent, jumps, deliver, join, say, late } = await setUp();
  const answer = late();
  const starting = feed.start({ cursors: new Map(), sameHistory: true, recent: 50 });
  deliver(await join());
  answer();
  expect((await starting).rooms.map(({ id }) => id)).toEqual(['dev', 'general']);
  deliver(await say('live'));
  expect(sent).toEqual([
    [3, 'member-joined'],
    [4, 'live'],
  ]);
  expect(jumps).toEqual(['new']);
});

test('a reader without a cursor gets the newest events at the time of sending, not of listing', async () => {
  const { feed, sent, followed, deliver, join, say, hold } = await setUp();
  await join();
  for (const text of ['four', 'five', 'six']) await say(text);
  const go = hold();
  const starting = feed.start({ cursors: new Map(), sameHistory: true, recent: 2 });
  await eventually(() => followed.has(dev));
  for (const text of ['seven', 'eight']) deliver(await say(text));
  go();
  await starting;
  expect(sent).toEqual([
    [7, 'seven'],
    [8, 'eight'],
  ]);
});

test('a removal while rooms are listed is the last event sent', async () => {
  const { feed, at, sent, followed, deliver, join, say, remove, late } = await setUp();
  await join();
  await say('missed');
  at(3);
  const answer = late();
  const starting = feed.start(start(3));
  deliver(await remove());
  deliver(await say('unheard'));
  answer();
  expect((await starting).rooms.map(({ id }) => id)).toEqual(['general']);
  expect(sent).toEqual([
    [4, 'missed'],
    [5, 'member-removed'],
  ]);
  expect(followed.has(dev)).toBe(false);
});

test('without a cursor, a removal while rooms are listed leaves nothing to follow', async () => {
  const { feed, sent, followed, deliver, join, say, remove, late } = await setUp();
  await join();
  const answer = late();
  const starting = feed.start({ cursors: new Map(), sameHistory: true, recent: 50 });
  answer();
  deliver(await remove());
  await starting;
  deliver(await say('unheard'));
  expect(sent.map(([, what]) => what)).not.toContain('unheard');
  expect([...followed]).toEqual(['general']);
});

test('a reader without a cursor gets nothing from after its removal, however much that is', async () => {
  const { feed, sent, followed, deliver, join, say, remove, hold } = await setUp();
  await join();
  const go = hold();
  const starting = feed.start({ cursors: new Map(), sameHistory: true, recent: 2 });
  await eventually(() => followed.has(dev));
  deliver(await remove());
  for (const text of ['five', 'six', 'seven']) deliver(await say(text));
  go();
  await starting;
  expect(sent).toEqual([
    [3, 'member-joined'],
    [4, 'member-removed'],
  ]);
  expect([...followed]).toEqual(['general']);
});

test('an event at the very moment at which a catch-up ends is sent', async () => {
  for (let step = 0; step < 40; step++) {
    const { feed, sent, at, deliver, join, say } = await setUp();
    const joined = await join();
    at(joined?.seq ?? 0);
    const last = await say('last');
    const starting = feed.start(start((last?.seq ?? 0) - 1));
    for (let i = 0; i < step; i++) await Promise.resolve();
    const next = say('at the end');
    deliver(await next);
    await starting;
    await eventually(() => sent.at(-1)?.[1] === 'at the end');
  }
});

test('a room joined during the catch-up is in the list', async () => {
  const { store, feed, sent, deliver, join, slow, at } = await setUp();
  // The reader is slow to take its first batch, of #dev, while another device joins a room.
  const joined = await join();
  at((joined?.seq ?? 0) - 1);
  const go = slow();
  const starting = feed.start(start((joined?.seq ?? 0) - 1));
  await eventually(() => sent.length === 1);
  for (const event of good(await makeRoom(store, 'den', 'bob'))) deliver(event);
  go();
  const { rooms } = await starting;
  expect(rooms.map(({ id }) => id).sort()).toEqual(['den', 'dev', 'general']);
});
