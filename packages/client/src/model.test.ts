import type { ReadMark, RoomId, StateEntry } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChatClient } from './api.ts';
import { clientOf } from './testing/client-of.ts';
import { FakeServer } from './testing/fake-server.ts';
import { MemoryCache, MemoryOutboxStore } from './testing/memory-stores.ts';
import { MemoryUserStateStore } from './user-state/memory-store.ts';

const general = 'general' as RoomId;
const settle = async () => {
  for (let i = 0; i < 30; i++) await Promise.resolve();
};

/** Wraps a port of a program that may be killed: afterwards it does nothing. */
function until<T extends object>(life: { over: boolean }, port: T): T {
  const method = (name: string | symbol) => Reflect.get(port, name) as (...given: unknown[]) => unknown;
  return new Proxy(port, {
    get: (_, name) => (life.over ? () => undefined : method(name).bind(port)),
  });
}

/** One device with a running program, against one server. */
class Device {
  readonly server = new FakeServer();
  readonly clock = new FakeClock();
  readonly #outboxStore = new MemoryOutboxStore();
  readonly #cache = new MemoryCache();
  readonly #userStateStore = new MemoryUserStateStore();
  #life = { over: false };
  client = this.start();
  said = 0;

  start(): ChatClient {
    this.#life = { over: false };
    const [outboxStore, cache] = [until(this.#life, this.#outboxStore), until(this.#life, this.#cache)];
    const userStateStore = until(this.#life, this.#userStateStore);
    const client = this.open({ outboxStore, cache, userStateStore });
    void client.connect();
    return client;
  }

  open(kept: object): ChatClient {
    return clientOf(this.server, this.clock, { recent: 200, ...kept });
  }

  /** Kills the program and starts it again: what it was doing ends on the spot. */
  async restart(): Promise<void> {
    this.#life.over = true;
    this.server.cut();
    await this.client.close();
    this.client = this.start();
  }
}

/** A read mark at the end of the room or, in the next epoch, this many messages before it. */
function markAt({ log, messages, state }: FakeServer, back: number): StateEntry {
  const before = state.entries.find(([kind]) => kind === 'read')?.[2] as ReadMark | undefined;
  const epoch = (before?.epoch ?? 0) + (back > 0 ? 1 : 0);
  const value = { seq: Math.max(0, log.length - back), n: Math.max(0, messages - back), epoch };
  return { kind: 'read', key: general, value };
}

/** Random events; each may happen at any time. */
const acts: Record<string, (d: Device) => unknown> = {
  say: (d) => void d.client.say(general, `mine ${d.said++}`),
  receive: ({ server }) => server.happens('bob', 'theirs'),
  miss: ({ server }) => server.happens('bob', 'theirs', false),
  joined: ({ server }) => server.occurs('member-joined', `u${server.log.length + 10}`),
  'joined, unheard': ({ server }) => server.occurs('member-joined', `u${server.log.length + 10}`, false),
  left: ({ server }) => server.members > 2 && server.occurs('member-left', 'bob'),
  removed: ({ server }) => server.members > 2 && server.occurs('member-removed', 'bob'),
  banned: ({ server }) => server.occurs('member-banned', 'bob'),
  'unbanned, unheard': ({ server }) => server.occurs('member-unbanned', 'bob', false),
  role: ({ server }) => server.occurs('role', 'bob'),
  read: ({ client }) => client.markRead(general),
  'read elsewhere': ({ server }) => server.keeps(markAt(server, 0)),
  'read elsewhere, unheard': ({ server }) => {
    server.cut();
    server.state.set([markAt(server, 0)]);
  },
  'unread elsewhere': ({ server }) => server.keeps(markAt(server, 3)),
  made: ({ server }) => server.occurs('room-created', 'bob'),
  'of a later version': ({ server }) => server.occurs('vote', 'bob'),
  'told twice': ({ server }) => server.tell(server.log.at(-1)),
  cut: ({ server }) => server.cut(),
  silence: ({ server }) => Object.assign(server, { silent: true }),
  answer: ({ server }) => Object.assign(server, { silent: false, refuse: {} }),
  slow: ({ server }) => Object.assign(server, { refuse: { 'message.send': { code: 'slow_down', retryAfterMs: 50 } } }),
  wait: ({ clock }) => clock.advance(10_000),
  sleep: ({ clock }) => clock.sleep(3_600_000),
  killed: (d) => d.restart(),
};

/** What a user sees of the room, without presence lines. */
function shown(client: ChatClient) {
  const { byRoom, rooms, me, pending, userState } = client.getSnapshot();
  const room = byRoom[general];
  const events = [...(room?.timeline ?? [])].flatMap((entry) => (entry.kind === 'presence' ? [] : [entry]));
  const mark = userState.read.get(general);
  return { rooms, me, pending, events, mark, cursor: room?.cursor, members: room?.members, topic: room?.topic };
}

async function calmDown(d: Device): Promise<void> {
  Object.assign(d.server, { silent: false, refuse: {} });
  for (let i = 0; i < 8; i++) {
    d.clock.advance(20_000);
    await settle();
  }
  d.server.happens('bob', 'the end');
  await settle();
}

async function asFresh(d: Device) {
  const fresh = d.open({ userStateStore: new MemoryUserStateStore() });
  await fresh.connect();
  await fresh.synced();
  const seen = shown(fresh);
  await fresh.close();
  return seen;
}

test('after any interleaving of events, interruptions and restarts a client shows the same as a fresh one', async () => {
  const any = fc.constantFrom(...Object.keys(acts));
  await fc.assert(
    fc.asyncProperty(fc.array(any, { maxLength: 40 }), async (names) => {
      const d = new Device();
      for (const name of names) {
        await acts[name]?.(d);
        await settle();
      }
      await calmDown(d);
      const mine = d.server.log.flatMap((e) => (e.author === d.server.user && e.type === 'message' ? [e.body] : []));
      expect(mine).toEqual(Array.from({ length: d.said }, (_, i) => ({ kind: 'text', text: `mine ${i}` })));
      const seen = shown(d.client);
      expect(seen.events?.map((e) => e.id)).toEqual(d.server.log.map((e) => e.id));
      expect(seen).toEqual(await asFresh(d));
      await d.client.close();
    }),
    // The second message is sent while the event of the first is being handled.
    {
      numRuns: 80,
      examples: [
        [['silence', 'say', 'say', 'answer', 'killed']],
        [['say', 'say', 'read', 'unread elsewhere', 'killed']],
      ],
    },
  );
});

test('the same when the server loses its newest events in between, as by a restore', async () => {
  const { say: _, ...others } = acts;
  const restore = ({ server }: Device) => {
    server.cut();
    server.log.length = Math.floor(server.log.length / 2);
  };
  const all = { ...others, restore };
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...Object.keys(all)), { maxLength: 40 }), async (names) => {
      const d = new Device();
      for (const name of names) {
        await all[name as keyof typeof all]?.(d);
        await settle();
      }
      await calmDown(d);
      expect(shown(d.client)).toEqual(await asFresh(d));
      await d.client.close();
    }),
    { numRuns: 80 },
  );
});
