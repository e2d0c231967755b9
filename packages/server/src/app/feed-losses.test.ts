import { setImmediate as turn } from 'node:timers/promises';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { archive, deleteRoom } from '../contracts/store/steps.ts';
import { good } from '../contracts/store.contract.ts';
import { dev, setUp, start } from '../testing/followed-room.ts';

test('a last event that the bus dropped is read once the head is known', async () => {
  const { feed, sent, join, say } = await setUp();
  await join();
  await feed.start({ cursors: new Map(), sameHistory: true, recent: 50 });
  const { seq } = await say('dropped');
  feed.onHead(dev, seq - 1);
  expect(sent.at(-1)?.[1]).toBe('member-joined');
  feed.onHead(dev, seq);
  await eventually(() => sent.at(-1)?.[1] === 'dropped');
  feed.onHead(dev, seq);
  expect(sent).toHaveLength(2);
});

test('a join that the bus dropped is found by the number of rooms', async () => {
  const { feed, sent, jumps, join, remove, say } = await setUp();
  await feed.start({ cursors: new Map(), sameHistory: true, recent: 50 });
  await join();
  await say('dropped');
  feed.onMembershipCount(2);
  await eventually(() => sent.length === 2);
  expect(jumps).toEqual(['new']);
  const { seq } = await remove();
  feed.onHead(dev, seq);
  await eventually(() => sent.length === 3);
  expect(feed.follows(dev)).toBe(false);
  await join();
  feed.onMembershipCount(2);
  await eventually(() => sent.length === 4);
  expect(jumps).toEqual(['new', 'rejoined']);
});

test.each([
  ['with a cursor', start(3)],
  ['without one', { cursors: new Map(), sameHistory: true, recent: 50 }],
  ['with no events of it wanted', { cursors: new Map(), sameHistory: true, recent: 0 }],
])(
  'a room that is deleted while it is caught up %s is left out, and closed by the message about it',
  async (_, from) => {
    const { store, feed, sent, jumps, failures, at, join, say, hold } = await setUp();
    await join();
    await say('four');
    at(3);
    const go = hold();
    const starting = feed.start(from);
    // The head is read; the events are not.
    await turn();
    good(await archive(store, 'dev', 'ada', true, 0));
    good(await deleteRoom(store, 'dev', 'ada'));
    go();
    expect(await starting).toMatchObject({ rooms: [{ id: 'general' }] });
    expect([sent, jumps, failures]).toEqual([[], [], []]);
    expect([feed.onDeleted(dev), feed.onDeleted(dev)]).toEqual([true, false]);
  },
);

test('a room that is deleted while lost events of it are read ends no connection', async () => {
  const { store, feed, sent, failures, join, say, hold } = await setUp();
  await join();
  await feed.start({ cursors: new Map(), sameHistory: true, recent: 50 });
  const { seq = 0 } = (await say('lost')) ?? {};
  const go = hold();
  feed.onHead(dev, seq);
  good(await archive(store, 'dev', 'ada', true, 0));
  good(await deleteRoom(store, 'dev', 'ada'));
  go();
  await turn();
  expect([sent.length, failures, feed.onDeleted(dev)]).toEqual([1, [], true]);
});
