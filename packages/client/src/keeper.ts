import type { EventId, RoomEvent, RoomId, Seq, UserId } from '@securechat/protocol';
import type { ChatState } from './chat/model.ts';
import type { Cache, CachedChat, CachedRun, KeptMessage, OutboxStore } from './ports.ts';

/** Which of the two things a device keeps. */
export type KeptThing = 'outbox' | 'cache';
export type KeeperParts = {
  readonly outboxStore: OutboxStore | undefined;
  readonly cache: Cache | undefined;
  /** The device could not keep something; told once for each thing. */
  readonly failed: (thing: KeptThing, reason: string) => void;
};

/** Newest events of each room that a start shows before anything has been fetched. */
const recentKept = 500;
const nothing: CachedChat = { user: undefined, generation: undefined, rooms: [] };

/**
 * What the device keeps, as far as it can. A full disk stops no chat: it is told, and the chat goes on. A cache that has missed
 * an event is not written to again: its cursor stays where it was, and the next start fetches the rest.
 */
export class Keeper {
  readonly #outboxStore: OutboxStore | undefined;
  readonly #failed: KeeperParts['failed'];
  readonly #told = new Set<KeptThing>();
  #cache: Cache | undefined;

  constructor({ outboxStore, cache, failed }: KeeperParts) {
    this.#outboxStore = outboxStore;
    this.#cache = cache;
    this.#failed = failed;
  }

  /** What was said in earlier runs and has no answer. */
  messages(): readonly KeptMessage[] {
    return this.#try('outbox', () => this.#outboxStore?.load()) ?? [];
  }

  put(message: KeptMessage): void {
    this.#try('outbox', () => this.#outboxStore?.put(message));
  }

  drop(id: EventId): void {
    this.#try('outbox', () => this.#outboxStore?.drop(id));
  }

  /** What was seen in earlier runs. */
  chat(): CachedChat {
    return this.#seen((cache) => cache.load(recentKept)) ?? nothing;
  }

  apply(run: CachedRun): void {
    this.#seen((cache) => cache.apply(run));
  }

  begin(user: UserId, generation: string): void {
    this.#seen((cache) => cache.begin(user, generation));
  }

  markRead(room: RoomId, readUpTo: Seq): void {
    this.#seen((cache) => cache.markRead(room, readUpTo));
  }

  /** Keeps what is known of the rooms beside their events, and forgets rooms that are gone. */
  rooms({ rooms, byRoom }: ChatState): void {
    this.#seen((cache) => cache.keepRooms(rooms.flatMap((id) => byRoom[id] ?? [])));
  }

  before(room: RoomId, before: Seq, limit: number): readonly RoomEvent[] {
    return this.#seen((cache) => cache.before(room, before, limit)) ?? [];
  }

  #seen<T>(what: (cache: Cache) => T): T | undefined {
    const cache = this.#cache;
    return cache && this.#try('cache', () => what(cache));
  }

  #try<T>(thing: KeptThing, what: () => T): T | undefined {
    try {
      return what();
    } catch (thrown) {
      if (thing === 'cache') this.#cache = undefined;
      if (!this.#told.has(thing)) this.#failed(thing, thrown instanceof Error ? thrown.message : String(thrown));
      this.#told.add(thing);
      return undefined;
    }
  }
}
