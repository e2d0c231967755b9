import type { EventId, RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import type { RoomEvent, RoomSummary } from '@securechat/protocol/model';
import type { Account, MembershipRange, NewSession, StoredSession } from '../../ports/store.ts';
import { MemoryInvites } from './invites.ts';

export const key = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');
export const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

type Room = {
  readonly id: RoomId;
  readonly topic: string;
  /** Who created it; nobody where it came with the first account. */
  readonly createdBy: UserId | undefined;
  readonly events: RoomEvent[];
  /** Spans of everyone who is or was a member, oldest first. */
  readonly spans: Map<UserId, MembershipRange[]>;
};

/** The state, and the steps that several methods share. */
export class Memory {
  readonly accounts = new Map<UserId, Account>();
  readonly sessions = new Map<SessionId, StoredSession & { readonly token: string }>();
  /** Ended sessions, oldest first. */
  readonly ended: SessionId[] = [];
  readonly invites = new MemoryInvites();
  readonly rooms = new Map<RoomId, Room>();
  readonly events = new Map<string, RoomEvent>();

  add(room: Room, event: RoomEvent): RoomEvent {
    room.events.push(event);
    this.events.set(`${event.author} ${event.id}`, event);
    return event;
  }

  make(
    { id, topic, createdBy }: Pick<Room, 'id' | 'topic' | 'createdBy'>,
    author: UserId,
    eventId: EventId,
    atMs: number,
  ): [Room, RoomEvent] {
    const room: Room = { id, topic, createdBy, events: [], spans: new Map() };
    this.rooms.set(id, room);
    return [room, this.add(room, { type: 'made', room: id, seq: 1, id: eventId, author, at: atMs, topic })];
  }

  join(room: Room, user: UserId, id: EventId, atMs: number): RoomEvent {
    const seq = room.events.length + 1;
    room.spans.set(user, [...(room.spans.get(user) ?? []), { from: seq, to: undefined }]);
    return this.add(room, { type: 'joined', room: room.id, seq, id, author: user, at: atMs });
  }

  /** Adds the event that ends the membership of `user`. */
  end(room: Room, user: UserId, event: RoomEvent): RoomEvent {
    const spans = room.spans.get(user) ?? [];
    room.spans.set(
      user,
      spans.map(({ from, to }) => ({ from, to: to ?? event.seq })),
    );
    return this.add(room, event);
  }

  isMember(room: Room | undefined, user: UserId): room is Room {
    const last = room?.spans.get(user)?.at(-1);
    return last !== undefined && last.to === undefined;
  }

  isOpen(session: SessionId, user: UserId): boolean {
    return this.sessions.get(session)?.user === user;
  }

  roomsOf(user: UserId): Room[] {
    return [...this.rooms.values()].filter((room) => this.isMember(room, user)).sort(byId);
  }

  createdBy(user: UserId): number {
    return [...this.rooms.values()].filter((room) => room.createdBy === user).length;
  }

  membersOf(room: Room): UserId[] {
    return [...room.spans.keys()].filter((user) => this.isMember(room, user)).sort();
  }

  summary(room: Room, asker: UserId): RoomSummary {
    const { id, topic, events } = room;
    return { id, topic, head: events.length, members: this.membersOf(room).length, joined: this.isMember(room, asker) };
  }

  open(user: UserId, { id, tokenHash, device, address, atMs: beginsMs }: NewSession, stepMs: number): void {
    const atMs = beginsMs ?? stepMs;
    this.sessions.set(id, { id, user, device, address, createdMs: atMs, lastSeenMs: atMs, token: key(tokenHash) });
  }

  endSession(id: SessionId): boolean {
    if (this.sessions.delete(id)) return this.ended.push(id) > 0;
    return false;
  }

  /** Ends the user's sessions, but for `except`. */
  endAll(user: UserId, except?: SessionId): SessionId[] {
    const ended = [...this.sessions.values()]
      .filter((session) => session.user === user && session.id !== except)
      .map(({ id }) => id);
    for (const id of ended) this.endSession(id);
    return ended;
  }
}
