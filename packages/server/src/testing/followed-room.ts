import type { EventId, RoomId, Seq, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { RoomEvent, RoomHeader, RoomHistory } from '@securechat/protocol/model';
import { createMemoryStore } from '../adapters/memory/store.ts';
import { Feed } from '../app/feed.ts';
import type { StartPosition } from '../app/reader.ts';
import { join as joinRoom, makeRoom, remove } from '../contracts/store/steps.ts';
import { draft, good, signUp } from '../contracts/store.contract.ts';

const bob = 'bob' as UserId;
export const dev = 'dev' as RoomId;
/** The position of a reader of #dev that has everything up to this seq. */
export const start = (cursor: Seq): StartPosition => ({
  cursors: new Map([[dev, { seq: cursor }]]),
  sameHistory: true,
  recent: 50,
});

/** bob follows #dev, which ada has created; everything sent to him is recorded, and he can be slow. */
export async function setUp(history: RoomHistory = 'joined') {
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
