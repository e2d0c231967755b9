import type { EventId, RoomId, RoomName, Seq, SessionId, UserId } from '@securechat/protocol/ids';
import type { RoomEvent, RoomSummary } from '@securechat/protocol/model';
import { type NewEvent, type NewRoom, type RenamesRoom, toRoomEvent } from '../../domain/new-event.ts';
import type { ReadSearchText } from '../../domain/search-text.ts';
import type { Account, MembershipRange, NewSession, StoredSession } from '../../ports/store.ts';
import { MemoryInvites } from './invites.ts';

export const key = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');
export const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

type Room = Omit<NewRoom, 'name' | 'topic'> & {
  name: RoomName;
  topic: string;
  readonly id: RoomId;
  /** Undefined for the room that was created with the first account. */
  readonly createdBy: UserId | undefined;
  readonly events: RoomEvent[];
  /** Its former names, and until when each leads to it. */
  readonly formerNames: Map<RoomName, number>;
  /** The texts that searches read, by the seq of their message. */
  readonly texts: Map<Seq, string>;
  /** The ranges of all present and former members, oldest first. */
  readonly ranges: Map<UserId, MembershipRange[]>;
};
/** An event to store; `payload` is JSON. */
type EventToStore = {
  readonly room: RoomId;
  readonly id: EventId;
  readonly author: UserId;
  readonly type: string;
  readonly payload: string;
  readonly atMs: number;
};
type StoredEvent = Pick<EventToStore, 'room' | 'type' | 'payload'> & { readonly event: RoomEvent };

/** The state, and the operations that several methods share. */
export class Memory {
  readonly accounts = new Map<UserId, Account>();
  readonly sessions = new Map<SessionId, StoredSession & { readonly token: string }>();
  /** Ended sessions, oldest first. */
  readonly ended: SessionId[] = [];
  readonly invites = new MemoryInvites();
  readonly rooms = new Map<RoomId, Room>();
  /** Every event by author and id, with its type and payload as they were stored. */
  readonly events = new Map<string, StoredEvent>();
  readonly #readText: ReadSearchText;

  constructor(readText: ReadSearchText) {
    this.#readText = readText;
  }

  /** Stores an event under the next seq of its room. */
  add({ room, id, author, type, payload, atMs }: EventToStore): RoomEvent {
    const { events, texts } = this.#room(room);
    const event = toRoomEvent({
      room,
      seq: events.length + 1,
      id,
      author,
      at: atMs,
      type,
      payload: JSON.parse(payload),
    });
    events.push(event);
    const change = this.#readText({ seq: event.seq, type, payload: JSON.parse(payload) });
    if (change?.text === undefined) texts.delete(change?.seq ?? event.seq);
    else texts.set(change.seq, change.text);
    this.events.set(`${author} ${id}`, { event, room, type, payload });
    return event;
  }

  /** Stores a decided event, and what else changes with it. */
  insert({ effect, payload, ...event }: NewEvent): RoomEvent {
    if (effect.kind === 'creates-room') {
      const { kind: _, ...room } = effect;
      this.rooms.set(event.room, {
        id: event.room,
        ...room,
        events: [],
        formerNames: new Map(),
        texts: new Map(),
        ranges: new Map(),
      });
    }
    const stored = this.add({ ...event, payload: JSON.stringify(payload ?? null) });
    const room = this.#room(event.room);
    const { ranges } = room;
    if (effect.kind === 'sets-topic') room.topic = effect.topic;
    if (effect.kind === 'renames-room') this.#rename(room, effect);
    if (effect.kind === 'starts-membership') {
      ranges.set(effect.user, [...(ranges.get(effect.user) ?? []), { from: stored.seq, to: undefined }]);
    } else if (effect.kind === 'ends-membership') {
      const ended = ranges.get(effect.user)?.map(({ from, to }) => ({ from, to: to ?? stored.seq })) ?? [];
      ranges.set(effect.user, ended);
    }
    return stored;
  }

  #rename(room: Room, { from, to, untilMs, maxFormerNames }: RenamesRoom): void {
    room.name = to;
    for (const { formerNames } of this.rooms.values()) formerNames.delete(to);
    const oldest = [...room.formerNames].sort(([, a], [, b]) => b - a).slice(maxFormerNames - 1);
    for (const [name] of oldest) room.formerNames.delete(name);
    room.formerNames.set(from, untilMs);
  }

  #room(id: RoomId): Room {
    const room = this.rooms.get(id);
    if (!room) throw new Error('an event for a room that does not exist');
    return room;
  }

  isMember(room: Room | undefined, user: UserId): room is Room {
    const last = room?.ranges.get(user)?.at(-1);
    return last !== undefined && last.to === undefined;
  }

  isOpen(session: SessionId, user: UserId): boolean {
    return this.sessions.get(session)?.user === user;
  }

  sessionsOf(user: UserId) {
    return [...this.sessions.values()].filter((session) => session.user === user);
  }

  roomsOf(user: UserId): Room[] {
    return [...this.rooms.values()].filter((room) => this.isMember(room, user)).sort(byId);
  }

  createdBy(user: UserId): number {
    return [...this.rooms.values()].filter((room) => room.createdBy === user).length;
  }

  membersOf(room: Room): UserId[] {
    return [...room.ranges.keys()].filter((user) => this.isMember(room, user)).sort();
  }

  summary(room: Room, asker: UserId): RoomSummary {
    const { id, roomKind: kind, name, topic, createdBy, events } = room;
    const owner = createdBy === undefined ? {} : { owner: createdBy };
    const members = this.membersOf(room).length;
    return { id, kind, name, topic, ...owner, head: events.length, members, joined: this.isMember(room, asker) };
  }

  open(user: UserId, { id, tokenHash, device, address, atMs: beginsMs }: NewSession, stepMs: number): void {
    const atMs = beginsMs ?? stepMs;
    this.sessions.set(id, { id, user, device, address, createdMs: atMs, lastSeenMs: atMs, token: key(tokenHash) });
  }

  endSession(id: SessionId): boolean {
    if (this.sessions.delete(id)) return this.ended.push(id) > 0;
    return false;
  }
}
