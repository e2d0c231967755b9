import type { EventId, RoomId, Seq, UserId } from '@securechat/protocol';
import type { Cache, CachedBatch, CachedChat, CachedRoom, OutboxStore, StoredChange } from '../ports.ts';
import { type CurrentEvent, changedEvent, isMessageChange } from '../timeline/message-changes.ts';
import { MemoryUserStateStore } from '../user-state/memory-store.ts';

/** An outbox store in memory: outlives a client, but not the program. */
export class MemoryOutboxStore implements OutboxStore {
  readonly #changes = new Map<EventId, StoredChange>();
  /** Throws from every method while set, as a full disk does. */
  full = false;

  load(): readonly StoredChange[] {
    return [...this.#changes.values()];
  }

  put(change: StoredChange): void {
    this.#check();
    this.#changes.set(change.id, change);
  }

  drop(id: EventId): void {
    this.#check();
    this.#changes.delete(id);
  }

  #check(): void {
    if (this.full) throw new Error('the disk is full');
  }
}

/** A cache in memory: outlives a client, but not the program. */
export class MemoryCache implements Cache {
  readonly #rooms = new Map<RoomId, CachedRoom>();
  #user: UserId | undefined;
  #generation: string | undefined;
  /** Throws from every method while set, as a full disk does. */
  full = false;

  load(recent: number): CachedChat {
    const rooms = [...this.#rooms.values()].map((room) => ({
      ...room,
      events: room.events.slice(-recent),
      atStart: room.atStart && room.events.length <= recent,
    }));
    return { user: this.#user, generation: this.#generation, rooms };
  }

  apply({ room, begins, description, events, cursor, cursorId, atStart }: CachedBatch): void {
    this.#check();
    const before = this.#rooms.get(room);
    const kept = [...(begins ? [] : (before?.events ?? [])), ...events.filter((event) => !isMessageChange(event))];
    const changes = events.filter(isMessageChange);
    const now = kept.map((event) => changes.filter(({ target }) => target === event.seq).reduce(changedEvent, event));
    this.#rooms.set(room, {
      id: room,
      ...description,
      events: now,
      cursor,
      ...(cursorId && { cursorId }),
      atStart,
    });
  }

  before(room: RoomId, before: Seq, limit: number): readonly CurrentEvent[] {
    return (this.#rooms.get(room)?.events ?? []).filter((e) => e.seq < before).slice(-limit);
  }

  begin(user: UserId, generation: string): void {
    this.#check();
    if (this.#user !== user || this.#generation !== generation) this.#rooms.clear();
    this.#user = user;
    this.#generation = generation;
  }

  forget(): void {
    this.#rooms.clear();
    this.#user = undefined;
    this.#generation = undefined;
  }

  keepRooms(rooms: Parameters<Cache['keepRooms']>[0]): void {
    this.#check();
    for (const id of this.#rooms.keys()) if (!rooms.some((room) => room.id === id)) this.#rooms.delete(id);
    for (const { id, kind, name, topic, owners, role, members } of rooms) {
      const room = this.#rooms.get(id);
      if (room) this.#rooms.set(id, { ...room, kind, name, topic, owners, members, ...(role && { role }) });
    }
  }

  #check(): void {
    if (this.full) throw new Error('the disk is full');
  }
}

/** A store of what the user keeps that can fail. */
export class FailingUserStateStore extends MemoryUserStateStore {
  /** Throws while set, as a full disk does. */
  full = false;

  override save(change: Parameters<MemoryUserStateStore['save']>[0]): void {
    if (this.full) throw new Error('the disk is full');
    super.save(change);
  }
}
