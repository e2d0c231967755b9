import type { EventId, RoomEvent, RoomId, Seq, UserId } from '@securechat/protocol';
import { contentLength } from './chat/memory.ts';
import type { ChatState } from './chat/model.ts';
import type { Cache, CachedBatch, CachedChat, Clock, OutboxStore, StoredChange } from './ports.ts';

/** Which of the two things a device keeps. */
export type LocalDataKind = 'outbox' | 'cache';
export type PersistenceParts = {
  readonly clock: Pick<Clock, 'after'>;
  readonly outboxStore: OutboxStore | undefined;
  readonly cache: Cache | undefined;
  /** The device could not keep something; told once for each thing. */
  readonly failed: (thing: LocalDataKind, reason: string) => void;
};

/** Newest events of each room that a start shows before anything has been fetched. */
const recentKept = 500;
/** How long what was seen may wait to be written, and how many events of a room: what follows is then written with it. */
const gatherMs = 50;
const maxGathered = 200;
/** How much text may wait to be written, of all rooms. */
const maxGatheredCharacters = 1024 * 1024;
const nothing: CachedChat = { user: undefined, generation: undefined, rooms: [] };

/**
 * What the device keeps, as far as it can. A full disk stops no chat: it is told, and the chat goes on. A cache that has missed
 * an event is not written to again: its cursor stays where it was, and the next start fetches the rest.
 *
 * What was said is kept at once. What was seen is gathered for a moment, since a write costs nearly the same whatever is in it; events and
 * the cursor they lead to wait together, so that a kill in between loses only what the next start fetches again.
 */
export class LocalPersistence {
  readonly #outboxStore: OutboxStore | undefined;
  readonly #failed: PersistenceParts['failed'];
  readonly #clock: PersistenceParts['clock'];
  readonly #reported = new Set<LocalDataKind>();
  readonly #batches = new Map<RoomId, CachedBatch>();
  readonly #read = new Map<RoomId, Seq>();
  #cache: Cache | undefined;
  #cancel: (() => void) | undefined;
  #gatheredCharacters = 0;

  constructor({ outboxStore, cache, clock, failed }: PersistenceParts) {
    this.#clock = clock;
    this.#outboxStore = outboxStore;
    this.#cache = cache;
    this.#failed = failed;
  }

  /** Changes of earlier runs that have no answer. */
  changes(): readonly StoredChange[] {
    return this.#try('outbox', () => this.#outboxStore?.load()) ?? [];
  }

  /** Stores a change now; false if it could not be stored. */
  put(change: StoredChange): boolean {
    const store = this.#outboxStore;
    if (!store) return false;
    const put = () => {
      store.put(change);
      return true;
    };
    return this.#try('outbox', put) ?? false;
  }

  drop(id: EventId): void {
    this.#try('outbox', () => this.#outboxStore?.drop(id));
  }

  /** What was seen in earlier runs. */
  chat(): CachedChat {
    return this.#withCache((cache) => cache.load(recentKept)) ?? nothing;
  }

  /** Keeps a run soon. */
  apply(run: CachedBatch): void {
    if (!this.#cache) return;
    const before = run.begins ? undefined : this.#batches.get(run.room);
    const events = before ? [...before.events, ...run.events] : run.events;
    this.#batches.set(run.room, { ...run, begins: before?.begins ?? run.begins, events });
    for (const event of run.events) this.#gatheredCharacters += contentLength(event);
    if (events.length < maxGathered && this.#gatheredCharacters < maxGatheredCharacters) this.#scheduleFlush();
    else this.flush();
  }

  begin(user: UserId, generation: string): void {
    this.flush();
    this.#withCache((cache) => cache.begin(user, generation));
  }

  /** Keeps soon how far a room was read. */
  markRead(room: RoomId, readUpTo: Seq): void {
    if (!this.#cache) return;
    this.#read.set(room, readUpTo);
    this.#scheduleFlush();
  }

  /** Keeps what is known of the rooms beside their events, and forgets rooms that are gone. */
  rooms({ rooms, byRoom }: ChatState): void {
    this.flush();
    this.#withCache((cache) => cache.keepRooms(rooms.flatMap((id) => byRoom[id] ?? [])));
  }

  before(room: RoomId, before: Seq, limit: number): readonly RoomEvent[] {
    this.flush();
    return this.#withCache((cache) => cache.before(room, before, limit)) ?? [];
  }

  /** Keeps now what was to be kept soon. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#gatheredCharacters = 0;
    const [runs, read] = [[...this.#batches.values()], [...this.#read]];
    this.#batches.clear();
    this.#read.clear();
    for (const run of runs) this.#withCache((cache) => cache.apply(run));
    for (const [room, readUpTo] of read) this.#withCache((cache) => cache.markRead(room, readUpTo));
  }

  #scheduleFlush(): void {
    this.#cancel ??= this.#clock.after(gatherMs, () => this.flush());
  }

  #withCache<T>(what: (cache: Cache) => T): T | undefined {
    const cache = this.#cache;
    return cache && this.#try('cache', () => what(cache));
  }

  #try<T>(thing: LocalDataKind, what: () => T): T | undefined {
    try {
      return what();
    } catch (thrown) {
      if (thing === 'cache') this.#cache = undefined;
      if (!this.#reported.has(thing)) this.#failed(thing, thrown instanceof Error ? thrown.message : String(thrown));
      this.#reported.add(thing);
      return undefined;
    }
  }
}
