import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { join as joinRoom } from '../contracts/store/steps.ts';
import { good, signUp } from '../contracts/store.contract.ts';
import { dev, setUp, start } from '../testing/followed-room.ts';

test('the removal is the last event sent, and a new join continues from there', async () => {
  const { feed, followed, sent, jumps, deliver, join, remove, say } = await setUp();
  await feed.start({ cursors: new Map(), sameHistory: true, recent: 50 });
  deliver(await join());
  await eventually(() => sent.length === 1);
  deliver(await say('one'));
  deliver(await remove());
  expect(followed.has(dev)).toBe(false);
  expect(feed.follows(dev)).toBe(false);
  deliver(await say('unheard'));
  deliver(await join());
  await eventually(() => sent.length === 4);
  expect(sent).toEqual([
    [3, 'member-joined'],
    [4, 'one'],
    [5, 'member-removed'],
    [7, 'member-joined'],
  ]);
  expect(jumps).toEqual(['new', 'rejoined']);
});

test('memberships that began and ended while the reader was slow are all sent, and nothing between them', async () => {
  const { feed, sent, jumps, failures, deliver, join, remove, say, slow } = await setUp();
  await feed.start({ cursors: new Map(), sameHistory: true, recent: 50 });
  const go = slow();
  deliver(await join());
  await eventually(() => sent.length === 1);
  for (let i = 0; i < 3; i++) {
    deliver(await say(`in ${i}`));
    deliver(await remove());
    deliver(await say(`out ${i}`));
    deliver(await join());
  }
  go();
  await eventually(() => sent.length === 10);
  deliver(await say('live'));
  const expected = [3, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16];
  await eventually(() => sent.length === expected.length);
  expect(sent.map(([seq]) => seq)).toEqual(expected);
  expect(sent.some(([, what]) => what.startsWith('out'))).toBe(false);
  expect(jumps).toEqual(['new', 'rejoined', 'rejoined', 'rejoined']);
  expect(failures).toEqual([]);
});

test('events delivered out of order or twice change nothing', async () => {
  const { feed, sent, deliver, join, remove, say } = await setUp();
  await feed.start({ cursors: new Map(), sameHistory: true, recent: 50 });
  const joined = deliver(await join());
  await eventually(() => sent.length === 1);
  const removed = await remove();
  const unheard = await say('unheard');
  const again = await join();
  for (const event of [again, unheard, joined, removed, again, joined]) deliver(event);
  await eventually(() => sent.length === 3);
  const removedAgain = deliver(await remove());
  for (const event of [joined, again, removed, removedAgain]) deliver(event);
  deliver(await join());
  await eventually(() => sent.length === 5);
  expect(sent.map(([seq]) => seq)).toEqual([3, 4, 6, 7, 8]);
});

test('a reader that was offline during its removal gets the events up to it, and is no longer in the room', async () => {
  const { feed, at, sent, jumps, followed, join, remove, say } = await setUp();
  await join();
  await say('missed');
  await remove();
  await say('unheard');
  at(3);
  const { rooms } = await feed.start(start(3));
  expect(sent).toEqual([
    [4, 'missed'],
    [5, 'member-removed'],
  ]);
  expect(jumps).toEqual([]);
  expect(rooms.map(({ id }) => id)).toEqual(['general']);
  expect(followed.has(dev)).toBe(false);
});

test('a reader that was offline during a removal and a new join gets both memberships', async () => {
  const { feed, at, sent, jumps, deliver, join, remove, say } = await setUp();
  await join();
  await say('missed');
  await remove();
  await join();
  await remove();
  await say('unheard');
  await join();
  at(3);
  await feed.start(start(3));
  deliver(await say('live'));
  expect(sent.map(([seq]) => seq)).toEqual([4, 5, 6, 7, 9, 10]);
  expect(jumps).toEqual(['rejoined', 'rejoined']);
});

test('every run that begins the room has its header, with the members as of what the store had then', async () => {
  const { store, feed, headers, deliver, at, join, remove, say } = await setUp();
  const at3 = {
    kind: 'public',
    name: 'dev',
    topic: 'about dev',
    history: 'joined',
    owners: ['ada'],
    role: 'member',
    members: 2,
    messages: 0,
    asOf: 3,
  };
  await join();
  await feed.start({ cursors: new Map(), sameHistory: true, recent: 50 });
  expect(headers).toEqual([at3]);
  await feed.start({ ...start(3), sameHistory: false });
  expect(headers).toEqual([at3, at3]);
  deliver(await remove());
  await signUp(store, 'cyd');
  deliver(good(await joinRoom(store, 'dev', 'cyd')));
  deliver(await join());
  await eventually(() => headers.length === 3);
  // Live, and read in one query: cyd and bob have come since.
  expect(headers.at(-1)).toEqual({
    kind: 'public',
    name: 'dev',
    topic: 'about dev',
    history: 'joined',
    owners: ['ada'],
    role: 'member',
    members: 3,
    messages: 0,
    asOf: 6,
  });
  deliver(await say('seven'));
  at(3);
  await feed.start(start(3));
  expect(headers.slice(3)).toEqual([
    {
      kind: 'public',
      name: 'dev',
      topic: 'about dev',
      history: 'joined',
      owners: ['ada'],
      role: 'member',
      members: 3,
      messages: 1,
      asOf: 7,
    },
  ]);
});

test('a run of a membership that has ended has no header', async () => {
  const { feed, sent, jumps, headers, at, join, remove } = await setUp();
  await join();
  await remove();
  await join();
  await remove();
  at(3);
  await feed.start(start(3));
  expect(sent.map(([seq]) => seq)).toEqual([4, 5, 6]);
  expect([jumps, headers]).toEqual([['rejoined'], [undefined]]);
});

test('a newcomer to a room that shares its history begins with the newest events, and continues before its own join', async () => {
  const { feed, sent, jumps, at, join, say } = await setUp('shared');
  for (const text of ['three', 'four']) await say(text);
  await join();
  await feed.start({ cursors: new Map(), sameHistory: true, recent: 2 });
  expect(sent.splice(0)).toEqual([
    [4, 'four'],
    [5, 'member-joined'],
  ]);
  at(3);
  await feed.start(start(3));
  expect(sent).toEqual([
    [4, 'four'],
    [5, 'member-joined'],
  ]);
  expect(jumps).toEqual(['new']);
});

test('who joins while following gets the room from the own join on, whatever it shares', async () => {
  const { feed, sent, jumps, deliver, join, say } = await setUp('shared');
  await feed.start({ cursors: new Map(), sameHistory: true, recent: 50 });
  await say('three');
  deliver(await join());
  await eventually(() => sent.length === 1);
  expect([sent, jumps]).toEqual([[[4, 'member-joined']], ['new']]);
});

test('the end of an earlier membership in a shared history does not end the present one', async () => {
  const { feed, sent, jumps, deliver, join, remove, say } = await setUp('shared');
  await join();
  await remove();
  await say('five');
  await join();
  await feed.start({ cursors: new Map(), sameHistory: true, recent: 50 });
  deliver(await say('seven'));
  expect(sent).toEqual([
    [5, 'five'],
    [6, 'member-joined'],
    [7, 'seven'],
  ]);
  expect(jumps).toEqual(['new']);
});
