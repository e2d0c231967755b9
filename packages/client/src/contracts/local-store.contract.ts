import {
  type Change,
  decodeServerFrame,
  type EventId,
  type RoomEvent,
  type RoomId,
  toWire,
  type UserId,
} from '@securechat/protocol';
import { describe, expect, test } from 'vitest';
import type { Cache, CachedBatch, OutboxStore, StoredChange, StoredStateEntry, UserStateStore } from '../ports.ts';
import { describedAs } from '../testing/description.ts';

const general = 'general' as RoomId;
const kitchen = 'kitchen' as RoomId;
const ada = 'ada' as UserId;
const textChange = (text: string): Change => ({ type: 'message.send', body: { kind: 'text', text } });
const message = (id: string, more: Partial<StoredChange> = {}): StoredChange => ({
  id: id as EventId,
  room: general,
  change: textChange(`text of ${id}`),
  atMs: 1,
  ...more,
});
const event = (seq: number, room = general): RoomEvent =>
  ({
    type: 'message',
    room,
    seq,
    id: `e${seq}`,
    author: ada,
    at: seq,
    body: { kind: 'text', text: `t${seq}` },
  }) as RoomEvent;
const run = (from: number, to: number, more: Partial<CachedBatch> = {}): CachedBatch => ({
  room: general,
  begins: false,
  description: describedAs('general', { members: 2 }),
  events: Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => event(from + i, more.room)),
  cursor: to,
  ...(to > 0 && { cursorId: `e${to}` as EventId }),
  atStart: false,
  ...more,
});
const seqs = (events: readonly RoomEvent[]) => events.map((e) => e.seq);

/** A store, and a way to close it and open the same one again, as another run of the program would. */
export type ReopenedStore<T> = { readonly store: T; reopen(): T };

/** The contract of every outbox store. */
export function outboxStoreContract(name: string, make: () => ReopenedStore<OutboxStore>): void {
  describe(`outbox store: ${name}`, () => {
    test('changes survive a restart unchanged and in order', () => {
      const { store, reopen } = make();
      const said = [
        message('b'),
        message('a', { change: textChange('two\nlines ✓ "quoted"') }),
        message('c', { room: kitchen }),
      ];
      for (const m of said) store.put(m);
      expect(store.load()).toEqual(said);
      expect(reopen().load()).toEqual(said);
    });

    test('a change that is put again keeps its position and has the new content', () => {
      const { store, reopen } = make();
      store.put(message('a'));
      store.put(message('b'));
      store.put(message('a', { refused: 'too long' }));
      const wanted = [message('a', { refused: 'too long' }), message('b')];
      expect(reopen().load()).toEqual(wanted);
    });

    test('a dropped change is gone, and comes last if it is put again; unknown ids are ignored', () => {
      const { store, reopen } = make();
      for (const id of ['a', 'b', 'c']) store.put(message(id));
      store.drop('a' as EventId);
      store.drop('c' as EventId);
      store.drop('nobody' as EventId);
      store.put(message('a'));
      expect(reopen().load()).toEqual([message('b'), message('a')]);
    });
  });
}

/** The contract of every cache. */
export function cacheContract(name: string, make: () => ReopenedStore<Cache>): void {
  describe(`cache: ${name}`, () => {
    test('a new cache is empty', () => {
      expect(make().store.load(10)).toEqual({ user: undefined, generation: undefined, rooms: [] });
    });

    test('events, cursors, topics and member counts survive a restart', () => {
      const { store, reopen } = make();
      const description = describedAs('everybody', { topic: 'all of us', owners: [ada], role: 'owner', members: 3 });
      store.begin(ada, 'g1');
      store.apply(run(3, 5, { begins: true }));
      store.apply(run(6, 6, { description }));
      const { user, generation, rooms } = reopen().load(10);
      expect([user, generation]).toEqual([ada, 'g1']);
      expect(rooms).toEqual([
        {
          id: general,
          ...description,
          cursor: 6,
          cursorId: 'e6',
          atStart: false,
          events: run(3, 6).events,
        },
      ]);
    });

    test('a batch that begins a room replaces it; one without events moves the cursor', () => {
      const { store, reopen } = make();
      store.begin(ada, 'g1');
      store.apply(run(1, 4, { begins: true }));
      store.apply(run(9, 9, { begins: true }));
      store.apply(run(1, 2, { begins: true, room: kitchen }));
      store.apply(run(8, 7, { room: kitchen }));
      const { rooms } = reopen().load(10);
      expect(rooms.map((room) => [room.id, room.cursor, room.cursorId, seqs(room.events)])).toEqual([
        [general, 9, 'e9', [9]],
        [kitchen, 7, 'e7', [1, 2]],
      ]);
    });

    test('the newest events are loaded, older ones can be read, and it is known whether the first is among them', () => {
      const { store } = make();
      store.begin(ada, 'g1');
      store.apply(run(1, 20, { begins: true, atStart: true }));
      expect(store.load(5).rooms.map((room) => [seqs(room.events), room.atStart])).toEqual([
        [[16, 17, 18, 19, 20], false],
      ]);
      expect(store.load(20).rooms[0]?.atStart).toBe(true);
      expect(seqs(store.before(general, 16, 3))).toEqual([13, 14, 15]);
      expect(seqs(store.before(general, 3, 10))).toEqual([1, 2]);
      expect(store.before(general, 1, 10)).toEqual([]);
      expect(store.before(kitchen, 9, 10)).toEqual([]);
    });

    test('a change of a message changes the stored one, and is no event of its own', () => {
      const { store, reopen } = make();
      const change = (seq: number, type: string, more: object) =>
        ({ ...{ room: general, seq, id: `e${seq}`, author: ada, at: seq }, type, ...more }) as RoomEvent;
      const edited = (seq: number, target: number) =>
        change(seq, 'message-edited', { target, body: { kind: 'text', text: `edit ${seq}` } });
      store.begin(ada, 'g1');
      store.apply(run(1, 3, { begins: true, atStart: true }));
      // One of a message that is not stored, too.
      const events = [edited(4, 2), change(5, 'message-deleted', { target: 3, reason: 'spam' }), edited(6, 99)];
      store.apply(run(4, 6, { events, atStart: true }));
      const wanted = [
        event(1),
        { ...event(2), body: { kind: 'text', text: 'edit 4' }, changed: { seq: 2, rev: 4, edited: 4 } },
        {
          ...{ ...event(3), body: { kind: 'deleted' } },
          changed: { seq: 3, rev: 5, deleted: { by: ada, at: 5, reason: 'spam' } },
        },
      ];
      const again = reopen();
      const [loaded] = again.load(10).rooms;
      expect([loaded?.cursor, loaded?.cursorId, loaded?.atStart]).toEqual([6, 'e6', true]);
      expect(loaded?.events).toEqual(wanted);
      // It comes again, or late.
      again.apply(run(7, 7, { events: [edited(3, 2)] }));
      expect(again.before(general, 9, 10)).toEqual(wanted);
    });

    test('unknown events are stored in full', () => {
      const { store, reopen } = make();
      const base = { room: general, id: 'e', author: ada, at: 1 };
      const sent = [
        { ...base, seq: 1, type: 'poll', options: ['a', { deep: ['"', '\u2028', 1.5, null] }] },
        { ...base, seq: 2, type: 'message', n: 1, body: { kind: 'sealed', bytes: 'AAEC', to: { group: 7 } } },
      ];
      const read = decodeServerFrame(
        JSON.stringify({ type: 'events', room: general, after: 0, head: 2, events: sent }),
      );
      if (!read.ok || read.value.type !== 'events') throw new Error(JSON.stringify(read));
      store.begin(ada, 'g1');
      store.apply(run(1, 2, { begins: true, events: read.value.events, atStart: true }));
      const again = reopen();
      expect(again.load(10).rooms[0]?.events.map(toWire)).toEqual(sent);
      expect(again.before(general, 3, 10).map(toWire)).toEqual(sent);
    });

    test('everything is deleted for another user or another history', () => {
      const { store, reopen } = make();
      store.begin(ada, 'g1');
      store.apply(run(1, 2, { begins: true }));
      store.begin(ada, 'g1');
      expect(store.load(10).rooms).toHaveLength(1);
      store.begin(ada, 'g2');
      expect(reopen().load(10)).toEqual({ user: ada, generation: 'g2', rooms: [] });
    });

    test('deleted history is gone after a restart', () => {
      const { store, reopen } = make();
      store.begin(ada, 'g1');
      store.apply(run(1, 2, { begins: true }));
      store.forget();
      expect(reopen().load(10)).toEqual({ user: undefined, generation: undefined, rooms: [] });
    });

    test('topics and member counts are stored, and rooms that are gone are deleted', () => {
      const { store, reopen } = make();
      store.begin(ada, 'g1');
      for (const room of [general, kitchen]) store.apply(run(1, 2, { begins: true, room }));
      const description = describedAs('everybody', { topic: 'all of us', owners: [ada], role: 'owner', members: 3 });
      store.keepRooms([
        { id: general, ...description },
        { id: 'unseen' as RoomId, ...describedAs('unseen') },
      ]);
      expect(seqs(store.before(general, 9, 10))).toEqual([1, 2]);
      expect(store.before(kitchen, 9, 10)).toEqual([]);
      expect(reopen().load(1).rooms).toEqual([
        { id: general, ...description, cursor: 2, cursorId: 'e2', atStart: false, events: [event(2)] },
      ]);
    });
  });
}

/** The contract of every store of what the user keeps. */
export function userStateStoreContract(name: string, make: () => ReopenedStore<UserStateStore>): void {
  const entry = (key: string, value: unknown, unsent = false): StoredStateEntry => ({
    kind: 'star',
    key,
    value,
    unsent,
  });
  const save = (store: UserStateStore, ver: number, entries: readonly StoredStateEntry[], reset = false) =>
    store.save({ owner: 'ada g1', ver, reset, entries });

  describe(`user state store: ${name}`, () => {
    test('a new store is empty', () => {
      expect(make().store.load()).toEqual({ owner: undefined, ver: 0, entries: [] });
    });

    test('entries of any kind survive a restart, with their owner, version and whether they were sent', () => {
      const { store, reopen } = make();
      const odd = { kind: 'of-later', key: 'r/1', value: { deep: ['"', null, 1.5] }, unsent: false };
      save(store, 3, [entry('a', true), odd]);
      save(store, 4, [entry('b', true, true), { ...entry('a', { n: 2 }), kind: 'hidden' }]);
      const { entries, ...rest } = reopen().load();
      expect(rest).toEqual({ owner: 'ada g1', ver: 4 });
      expect(entries.toSorted((x, y) => (x.kind + x.key < y.kind + y.key ? -1 : 1))).toEqual([
        { ...entry('a', { n: 2 }), kind: 'hidden' },
        odd,
        entry('a', true),
        entry('b', true, true),
      ]);
    });

    test('a removed entry is gone, but the removal stays until it is sent', () => {
      const { store, reopen } = make();
      save(store, 1, [entry('a', true), entry('b', true)]);
      save(store, 1, [entry('a', null), entry('b', null, true)]);
      const again = reopen();
      expect(again.load().entries).toEqual([entry('b', null, true)]);
      save(again, 2, [entry('b', null)]);
      expect(again.load().entries).toEqual([]);
    });

    test('a reset leaves nothing but what comes with it', () => {
      const { store, reopen } = make();
      save(store, 1, [entry('a', true), entry('b', true, true)]);
      save(store, 9, [entry('c', true)], true);
      expect(reopen().load()).toEqual({ owner: 'ada g1', ver: 9, entries: [entry('c', true)] });
    });
  });
}
