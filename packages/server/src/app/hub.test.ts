import type { EventId, RoomId, UserId } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { createMemoryBus } from '../adapters/memory/bus.ts';
import { createMemoryStore } from '../adapters/memory/store.ts';
import { draft, good, sessionOf, signUp } from '../contracts/store.contract.ts';
import type { MembershipRange } from '../domain/visible-ranges.ts';
import type { Bus } from '../ports/bus.ts';
import { testContext } from '../testing/context.ts';
import { createLossyBus, seededRandom, severeFaults } from '../testing/lossy-bus.ts';
import type { Context } from './context.ts';
import { Hub } from './hub.ts';
import { createRoom, joinRoom, leaveRoom } from './rooms.ts';
import { setState } from './user-state.ts';

const names = ['ada', 'bob', 'cyd'] as const;
const rooms = ['dev', 'ops'] as RoomId[];
const caller = (name: string) => ({ user: name as UserId, session: sessionOf(name) });
const fromNothing = { cursors: new Map(), sameHistory: true, recent: 50 };

/** A connection that records what it gets, and rejects what does not continue it. */
function reader(hub: Hub, name: string) {
  const cursors = new Map<RoomId, number>();
  const events = new Map<RoomId, RoomEvent[]>();
  const failures: string[] = [];
  const take = (event: RoomEvent) => {
    const cursor = cursors.get(event.room);
    if (event.seq !== (cursor ?? 0) + 1) failures.push(`${event.room}: ${event.seq} after ${cursor}`);
    cursors.set(event.room, event.seq);
    events.set(event.room, [...(events.get(event.room) ?? []), event]);
  };
  const feed = hub.attach(name as UserId, {
    ready: async () => {},
    onBatch: ({ room, after, jump, events: batch }) => {
      if (jump) cursors.set(room, after);
      else if (cursors.get(room) !== after) failures.push(`${room}: a batch after ${after} at ${cursors.get(room)}`);
      batch.forEach(take);
    },
    onLive: take,
    onFailure: (thrown) => failures.push(String(thrown)),
    onEphemeral: () => {},
    onState: () => {},
  });
  return { name: name as UserId, feed, cursors, events, failures };
}

async function setUp(bus: (context: Pick<Context, 'clock'>) => Bus) {
  const store = createMemoryStore();
  for (const name of names) await signUp(store, name);
  const base = testContext({ store });
  const context = { ...base, bus: bus(base) };
  const hub = new Hub(context);
  const readers = names.map((name) => reader(hub, name));
  for (const { feed } of readers) await feed.start(fromNothing);
  let made = 0;
  const say = async (name: string, room: string) => {
    const stored = await store.append(draft(name, `m${made}` as EventId, `text ${made++}`, room));
    if (stored.ok) context.bus.publish({ kind: 'event', event: stored.value.event });
    return stored.ok;
  };
  /** Advances the clock in small steps, so that reads resolve. */
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      base.clock.advance(50);
      await new Promise<void>((resume) => setImmediate(resume));
    }
  };
  return { store, context, hub, readers, say, pass, clock: base.clock };
}

test.each(Array.from({ length: 12 }, (_, i) => i + 1))(
  'a bus that drops, repeats, delays and reorders still delivers everything once, in order (seed %i)',
  async (seed) => {
    const random = seededRandom(seed);
    const { store, context, readers, hub, say, pass, clock } = await setUp(({ clock }) =>
      createLossyBus(createMemoryBus(), { random, clock, faults: severeFaults }),
    );
    for (const room of rooms) good(await createRoom(context, caller('ada'), { name: room }));
    for (let i = 0; i < 80; i++) {
      const name = names[Math.floor(random() * names.length)] ?? 'ada';
      const room = rooms[Math.floor(random() * rooms.length)] ?? ('dev' as RoomId);
      const what = random();
      if (what < 0.15) await joinRoom(context, caller(name), room);
      else if (what < 0.25) await leaveRoom(context, caller(name), room);
      else await say(name, what < 0.5 ? 'general' : room);
      if (random() < 0.3) await pass(50);
    }
    // The first comparison notices a dropped leave, and the second one a join behind it.
    await pass(6000);
    for (const { name, feed, cursors, events, failures } of readers) {
      expect(failures).toEqual([]);
      for (const { room, head } of await store.memberships(name)) {
        expect([room, feed.follows(room), cursors.get(room)]).toEqual([room, true, head]);
      }
      for (const room of ['general' as RoomId, ...rooms]) {
        const received = (events.get(room) ?? []).map(({ seq }) => seq);
        // A reader starts with what is visible in its rooms, and later ones begin with their join.
        const isWithin =
          ({ from, visibleFrom, to = 1e9 }: MembershipRange) =>
          (seq: number) =>
            (room === 'general' ? visibleFrom : from) <= seq && seq <= to;
        // A membership that began and ended between two comparisons may have gone unnoticed, but only as a whole.
        const ranges = (await store.membershipRanges(room, name)).filter(
          (range) => range.to === undefined || received.some(isWithin(range)),
        );
        const stored = await store.eventsAfter(room, 0, 1e9, { events: 1e9, bytes: 1e9 });
        const visible = stored.map(({ seq }) => seq).filter((seq) => ranges.some((range) => isWithin(range)(seq)));
        expect(received).toEqual(visible);
      }
      hub.detach(feed);
    }
    hub.stop();
    expect(clock.waiting).toBe(0);
  },
);

test('a dropped last event arrives within two seconds', async () => {
  let drops = false;
  const { readers, say, pass, hub } = await setUp(() => {
    const bus = createMemoryBus();
    return { ...bus, publish: (message) => drops || bus.publish(message) };
  });
  const seqs = () => readers.map(({ cursors }) => cursors.get('general' as RoomId));
  // At any phase of the timer.
  for (let offsetMs = 0; offsetMs < 1800; offsetMs += 250) {
    const [before = 0] = seqs();
    drops = true;
    await say('ada', 'general');
    drops = false;
    expect(seqs()).toEqual([before, before, before]);
    await pass(2000);
    expect(seqs()).toEqual([before + 1, before + 1, before + 1]);
    await pass(250);
  }
  hub.stop();
});

test('a dropped change of what a user keeps arrives within two seconds', async () => {
  const { hub, context, pass } = await setUp(() => ({ ...createMemoryBus(), publish: () => {} }));
  const vers: number[] = [];
  const quiet = {
    ready: async () => {},
    onBatch: () => {},
    onLive: () => {},
    onFailure: () => {},
    onEphemeral: () => {},
  };
  const feed = hub.attach('ada' as UserId, { ...quiet, onState: ({ ver }) => void vers.push(ver) });
  await feed.start(fromNothing);
  await feed.startState(0, 'this');
  const caller = { user: 'ada' as UserId, session: sessionOf('ada') };
  await setState(context, caller, [{ kind: 'star', key: 'general' as RoomId, value: true }], 'another');
  expect(vers).toEqual([]);
  await pass(2000);
  expect(vers).toEqual([1]);
  hub.stop();
});

test('events that are on the bus during a comparison are not read again', async () => {
  const { readers, hub, context, pass } = await setUp(() => createMemoryBus());
  const { store } = context;
  const { eventsAfter, heads } = store;
  let reads = 0;
  let made = 0;
  Object.assign(store, {
    eventsAfter: (...ask: Parameters<typeof eventsAfter>) => {
      reads++;
      return eventsAfter(...ask);
    },
    // Stored before the heads are read, published afterwards.
    heads: async (...ask: Parameters<typeof heads>) => {
      const { event } = good(await store.append(draft('bob', `m${made++}`, 'text')));
      context.clock.after(200, () => context.bus.publish({ kind: 'event', event }));
      return await heads(...ask);
    },
  });
  await pass(6000);
  expect(made).toBe(3);
  expect(reads).toBe(0);
  expect(readers.map(({ cursors }) => cursors.get('general' as RoomId))).toEqual([7, 7, 7]);
  hub.stop();
});

test('heads are compared at once when the bus is connected again', async () => {
  const connected: (() => void)[] = [];
  const { readers, say, hub } = await setUp(() => ({
    ...createMemoryBus(),
    publish: () => {},
    onReconnect: (listener) => {
      connected.push(listener);
      return () => {};
    },
  }));
  await say('ada', 'general');
  for (const listener of connected) listener();
  await eventually(() => readers.every(({ cursors }) => cursors.get('general' as RoomId) === 5));
  hub.stop();
});
