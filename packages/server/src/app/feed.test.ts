import { setImmediate as turn } from 'node:timers/promises';
import type { EventId, RoomId, Seq, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { RoomEvent, RoomHeader, RoomHistory } from '@securechat/protocol/model';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../adapters/memory/store.ts';
import { archive, deleteRoom, join as joinRoom, makeRoom, remove } from '../contracts/store/steps.ts';
import { draft, good, signUp } from '../contracts/store.contract.ts';
import { Feed } from './feed.ts';
import type { StartPosition } from './reader.ts';

const bob = 'bob' as UserId;
const dev = 'dev' as RoomId;
const start = (cursor: Seq): StartPosition => ({
  cursors: new Map([[dev, { seq: cursor }]]),
  sameHistory: true,
  recent: 50,
});

/** bob follows #dev, which ada has created; everything sent to him is recorded, and he can be slow. */
async function setUp(history: RoomHistory = 'joined') {
  const store = createMemoryStore();
  await signUp(store, 'ada');
  await signUp(store, 'bob');
  let made = 0;
  const id = () => `id-${made++}` as EventId;
  good(await makeRoom(store, 'dev', 'ada', limits, history));
  const followed = new Set<RoomId>();
  const sent: (readonly [seq: Seq, what: string])[] = [];
  const jumps: string[] = [];
  /** Of the runs that began the room, in order. */
  const headers: (RoomHeader | undefined)[] = [];
  let cursor = 0;
  /** Awaited before anything is read, once a batch has been sent. */
  let gate: Promise<void> | undefined;
  let slow: Promise<void> | undefined;
  const take = (event: RoomEvent) => {
    if (event.seq !== cursor + 1) throw new Error(`${event.seq} after ${cursor}`);
    cursor = event.seq;
    sent.push([event.seq, event.type === 'message' && event.body.kind === 'text' ? event.body.text : event.type]);
  };
  const failures: unknown[] = [];
  /** Set while an answer about the memberships is pending and may become outdated. */
  let lookedUp: Promise<void> | undefined;
  const feed = new Feed({
    user: bob,
    store: {
      ...store,
      memberships: async (user) => {
        const found = await store.memberships(user);
        await lookedUp;
        return found;
      },
    },
    receiver: {
      ready: async () => await gate,
      onState: () => {},
      onBatch: ({ room, after, jump, header, events }) => {
        if (room !== dev) return;
        if (jump) {
          jumps.push(jump);
          headers.push(header);
          cursor = after;
        } else if (after !== cursor) throw new Error(`a run after ${after} at ${cursor}`);
        events.forEach(take);
        gate = slow;
      },
      onLive: (event) => {
        if (event.room === dev) take(event);
      },
      onFailure: (thrown) => failures.push(thrown),
    },
    index: {
      follow: async (room) => void followed.add(room),
      unfollow: (room) => followed.delete(room),
    },
  });
  // Delivers as the hub does: events of followed rooms, and bob's own joins.
  const deliver = (event: RoomEvent | undefined) => {
    if (event && (followed.has(event.room) || (event.type === 'member-joined' && event.author === bob)))
      feed.onEvent({ kind: 'event', event });
    return event;
  };
  return {
    store,
    feed,
    followed,
    sent,
    jumps,
    headers,
    failures,
    deliver: deliver,
    /** Sets the reader's cursor before its feed starts. */
    at: (seq: Seq) => {
      cursor = seq;
    },
    join: async () => good(await joinRoom(store, 'dev', 'bob')),
    remove: async () => good(await remove(store, 'dev', 'bob', 'ada')),
    say: async (text: string) => good(await store.append(draft('ada', id(), text, 'dev'))).event,
    /** Later lookups resolve late, with the answer from when they were made. */
    late: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      lookedUp = promise;
      return resolve;
    },
    /** Nothing is requested until the returned function is called. */
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    /** Batches are taken, but no more are requested until the returned function is called. */
    slow: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      slow = promise;
      return () => {
        gate = slow = undefined;
        resolve();
      };
    },
  };
}

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
