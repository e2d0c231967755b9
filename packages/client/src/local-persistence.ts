import type { EventId, RoomId, Seq, UserId } from '@securechat/protocol';
import { contentLength } from './chat/memory.ts';
import type { ChatState, RoomState } from './chat/model.ts';
import type {
  Cache,
  CachedBatch,
  CachedChat,
  Clock,
  OutboxStore,
  StoredChange,
  StoredUserState,
  UserStateStore,
} from './ports.ts';
import type { CurrentEvent } from './timeline/message-changes.ts';

/** The kinds of local data. */
export type LocalDataKind = 'outbox' | 'cache' | 'user-state';
export type PersistenceParts = {
  readonly clock: Pick<Clock, 'after'>;
  readonly outboxStore?: OutboxStore;
  readonly cache?: Cache;
  readonly userStateStore?: UserStateStore;
};
/** Something could not be stored; called once for each kind. */
type Failed = (thing: LocalDataKind, reason: string) => void;

/** Newest events of each room that a start shows before anything is fetched. */
const maxRecentEvents = 500;
/** How long events may be queued, and how many of a room, so that several are written together. */
const gatherMs = 50;
const maxGathered = 200;
/** How much text may be queued, of all rooms. */
const maxGatheredCharacters = 1024 * 1024;
const noState: StoredUserState = { owner: undefined, ver: 0, entries: [] };
const nothing: CachedChat = { user: undefined, generation: undefined, rooms: [] };

/**
 * Writes to the local store. A full disk does not end the chat: it is reported, and the chat continues. A cache that has missed an event is
 * not written again: its cursor stays, and the next start fetches the rest. Changes are stored at once. Events are queued for a moment
 * together with their cursor, since a write has a fixed cost; a kill in between loses only what the next start fetches again.
 */
export class LocalPersistence {
  readonly #outboxStore: OutboxStore | undefined;
  readonly #failed: Failed;
  readonly #clock: PersistenceParts['clock'];
  readonly #reported = new Set<LocalDataKind>();
  readonly #batches = new Map<RoomId, CachedBatch>();
  readonly #userStateStore: UserStateStore | undefined;
  #cache: Cache | undefined;
  #cancel: (() => void) | undefined;
  #gatheredCharacters = 0;

  constructor({ outboxStore, cache, userStateStore, clock }: PersistenceParts, failed: Failed) {
    this.#clock = clock;
    this.#outboxStore = outboxStore;
    this.#cache = cache;
    this.#userStateStore = userStateStore;
    this.#failed = failed;
  }

  /** Unconfirmed changes of earlier runs. */
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

  /** The history of earlier runs. */
  chat(): CachedChat {
    return this.#withCache((cache) => cache.load(maxRecentEvents)) ?? nothing;
  }

  /** Queues a batch. */
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

  /** What the user keeps, of earlier runs. */
  userState(): StoredUserState {
    return this.#try('user-state', () => this.#userStateStore?.load()) ?? noState;
  }

  /** Stores changes of what the user keeps now. */
  saveUserState(change: Parameters<UserStateStore['save']>[0]): void {
    this.#try('user-state', () => this.#userStateStore?.save(change));
  }

  /** Stores topics and member counts, and deletes rooms that are gone. */
  rooms({ byRoom }: Pick<ChatState, 'byRoom'>): void {
    this.flush();
    this.#withCache((cache) => cache.keepRooms(Object.values<RoomState>(byRoom)));
  }

  before(room: RoomId, before: Seq, limit: number): readonly CurrentEvent[] {
    this.flush();
    return this.#withCache((cache) => cache.before(room, before, limit)) ?? [];
  }

  /** Writes the queue now. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#gatheredCharacters = 0;
    const runs = [...this.#batches.values()];
    this.#batches.clear();
    for (const run of runs) this.#withCache((cache) => cache.apply(run));
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
