import type { EventId, RoomId, RoomName, Seq, SessionId, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { Everybody } from '@securechat/protocol/mention';
import type { BanSummary, MemberRole, RoomEvent, RoomInviters, RoomSummary } from '@securechat/protocol/model';
import type { AddsInvitation, RoomLink } from '../../domain/decide-invitation.ts';
import { type NewEvent, type NewRoom, type RenamesRoom, toRoomEvent } from '../../domain/new-event.ts';
import type { ReadSearchText } from '../../domain/search-text.ts';
import type { MembershipRange } from '../../domain/visible-ranges.ts';
import type { Account, EventPlace, Member, NewSession, StoredSession } from '../../ports/store.ts';
import { MemoryInvites } from './invites.ts';
import { MemoryUserState } from './user-state.ts';

export const key = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');
/** How many of these events are messages. */
function messagesOf(events: readonly RoomEvent[]): number {
  const last = events.findLast(({ type }) => type === 'message');
  return last?.type === 'message' ? last.n : 0;
}

export const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

export type Room = Omit<NewRoom, 'name' | 'topic' | 'history'> & {
  name: RoomName | undefined;
  topic: string;
  readonly id: RoomId;
  /** Undefined for the room that was created with the first account. */
  readonly createdBy: UserId | undefined;
  /** From where those who join can read; undefined if only from their join. */
  sharedFrom: Seq | undefined;
  inviters: RoomInviters;
  readonly events: RoomEvent[];
  /** Its former names, and until when each leads to it. */
  readonly formerNames: Map<RoomName, number>;
  /** The texts that searches read, by the seq of their message. */
  readonly texts: Map<Seq, string>;
  /** The messages that were changed. */
  readonly changed: Map<Seq, { rev: Seq; editedRev?: Seq; deletedRev?: Seq }>;
  /** The ranges of all present and former members, oldest first. */
  readonly ranges: Map<UserId, MembershipRange[]>;
  /** The roles of these, for former members the last one. */
  readonly roles: Map<UserId, MemberRole>;
  readonly bans: Map<UserId, BanSummary>;
  /** Since when it is archived. */
  archivedMs: number | undefined;
};
/** An invitation as it is listed for its room, and the one that is delivered if whoever made it is blocked. */
export type PendingInvitation = AddsInvitation & { readonly delivered?: AddsInvitation };
/** An event to store; `payload` is JSON. */
export type EventToStore = {
  readonly room: RoomId;
  readonly id: EventId;
  readonly author: UserId;
  readonly type: string;
  readonly payload: string;
  readonly atMs: number;
  readonly everybody?: Everybody | undefined;
};
type StoredEvent = Pick<EventToStore, 'room' | 'type' | 'payload'> & { readonly event: RoomEvent };

/** The state, and the operations that several methods share. */
export class Memory {
  readonly accounts = new Map<UserId, Account>();
  readonly sessions = new Map<SessionId, StoredSession & { readonly token: string }>();
  /** The tokens of sessions that ended with their accounts. */
  readonly deletedTokens = new Set<string>();
  /** Ended sessions, oldest first. */
  readonly ended: SessionId[] = [];
  readonly invites = new MemoryInvites();
  readonly userState = new MemoryUserState();
  readonly rooms = new Map<RoomId, Room>();
  /** Direct rooms by their people. */
  readonly directRooms = new Map<string, Room>();
  /** The messages that mention each user, oldest first. */
  readonly #mentions = new Map<UserId, RoomEvent[]>();
  /** Pending invitations by user and room, and links by the hash of their code. */
  readonly invitations = new Map<string, PendingInvitation>();
  readonly links = new Map<string, RoomLink>();
  /** Every event by author and id, with its type and payload as they were stored. */
  readonly events = new Map<string, StoredEvent>();
  readonly #readText: ReadSearchText;

  constructor(readText: ReadSearchText) {
    this.#readText = readText;
  }

  /** Stores an event under the next seq of its room. */
  add({ room, id, author, type, payload, atMs, everybody }: EventToStore): RoomEvent {
    const { events, texts } = this.#room(room);
    const event = toRoomEvent({
      room,
      seq: events.length + 1,
      id,
      author,
      at: atMs,
      n: type === 'message' ? messagesOf(events) + 1 : null,
      type,
      payload: JSON.parse(payload),
      everybody,
    });
    events.push(event);
    const change = this.#readText({ seq: event.seq, type, payload: JSON.parse(payload) });
    if (change?.text === undefined) texts.delete(change?.seq ?? event.seq);
    else texts.set(change.seq, change.text);
    this.events.set(`${author} ${id}`, { event, room, type, payload });
    return event;
  }

  /** Stores whom a new message mentions. */
  mention(event: RoomEvent, names: readonly string[]): void {
    for (const { user } of this.membersOf(this.#room(event.room))) {
      if (user === event.author || !names.includes(user)) continue;
      this.#mentions.set(user, [...(this.#mentions.get(user) ?? []), event]);
    }
  }

  /** Removes whom a message mentioned. */
  unmention(room: RoomId, seq: Seq): void {
    for (const [user, events] of this.#mentions) {
      this.#mentions.set(
        user,
        events.filter((event) => event.room !== room || event.seq !== seq),
      );
    }
  }

  /** The messages that mention this user in its rooms and are older than `before`, newest first. */
  mentionsOf(user: UserId, before: EventPlace | undefined): readonly RoomEvent[] {
    const all = [...this.events.values()].map(({ event }) => event);
    const end = before ? all.findIndex(({ room, seq }) => room === before.room && seq === before.seq) : all.length;
    const older = new Set(all.slice(0, Math.max(end, 0)));
    const here = (this.#mentions.get(user) ?? []).filter((event) => this.isMember(this.rooms.get(event.room), user));
    return here.filter((event) => older.has(event)).reverse();
  }

  /** Stores a decided event, and what else changes with it. */
  insert({ effect, payload, ...event }: NewEvent): RoomEvent {
    if (effect.kind === 'creates-room') {
      const { kind: _, history, ...room } = effect;
      const parts = {
        events: [],
        formerNames: new Map(),
        texts: new Map(),
        changed: new Map(),
        ranges: new Map(),
        roles: new Map(),
        bans: new Map(),
      };
      const sharedFrom = history === 'shared' ? 1 : undefined;
      const created: Room = {
        id: event.room,
        ...room,
        sharedFrom,
        inviters: 'members',
        archivedMs: undefined,
        ...parts,
      };
      this.rooms.set(event.room, created);
      if (room.people) this.directRooms.set(String(room.people), created);
    }
    const stored = this.add({ ...event, payload: JSON.stringify(payload ?? null) });
    const room = this.#room(event.room);
    const { ranges } = room;
    if (effect.kind === 'sets-topic') room.topic = effect.topic;
    if (effect.kind === 'renames-room') this.#rename(room, effect);
    if (effect.kind === 'sets-policy') {
      room.inviters = effect.inviters ?? room.inviters;
      if (effect.history !== undefined) room.sharedFrom = effect.history === 'shared' ? stored.seq : undefined;
    }
    if (effect.kind === 'archives-room') room.archivedMs = effect.sinceMs;
    if (effect.kind === 'starts-membership') {
      room.roles.set(effect.user, effect.role);
      this.invitations.delete(`${effect.user} ${event.room}`);
      ranges.set(effect.user, [
        ...(ranges.get(effect.user) ?? []),
        { from: stored.seq, visibleFrom: room.sharedFrom ?? stored.seq, to: undefined },
      ]);
    } else if (effect.kind === 'ends-membership' || (effect.kind === 'bans-user' && effect.endsMembership)) {
      const ended = ranges.get(effect.user)?.map((range) => ({ ...range, to: range.to ?? stored.seq })) ?? [];
      ranges.set(effect.user, ended);
    }
    if (effect.kind === 'sets-role') room.roles.set(effect.user, effect.role);
    if (effect.kind === 'unbans-user') room.bans.delete(effect.user);
    if (effect.kind === 'bans-user') {
      const { user, untilMs, reason } = effect;
      const end = { ...(untilMs !== undefined && { untilMs }), ...(reason !== undefined && { reason }) };
      this.invitations.delete(`${user} ${event.room}`);
      room.bans.set(user, { user, by: event.author, at: event.atMs, ...end });
    }
    return stored;
  }

  /** Deletes a room and everything that belongs to it. Returns who was invited, and what users kept of it. */
  deleteRoom(id: RoomId) {
    const removed = [...this.accounts.keys()].sort().flatMap((user) => this.userState.remove(user, id) ?? []);
    const invitations = [...this.invitations].filter(([, { room }]) => room === id);
    for (const [key] of invitations) this.invitations.delete(key);
    for (const [key, { room }] of this.links) if (room === id) this.links.delete(key);
    for (const [key, { room }] of this.events) if (room === id) this.events.delete(key);
    for (const [user, events] of this.#mentions) {
      this.#mentions.set(
        user,
        events.filter(({ room }) => room !== id),
      );
    }
    this.rooms.delete(id);
    return { invited: invitations.map(([, { user }]) => user), removed };
  }

  #rename(room: Room, { from, to, untilMs, maxFormerNames }: RenamesRoom): void {
    room.name = to;
    if (from === undefined) return;
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

  directRoomsOf(user: UserId): Room[] {
    return [...this.directRooms.values()].filter(({ people }) => people?.includes(user));
  }

  createdBy(user: UserId): number {
    return [...this.rooms.values()].filter((room) => room.createdBy === user).length;
  }

  roleOf(room: Room | undefined, user: UserId): MemberRole | undefined {
    return this.isMember(room, user) ? room.roles.get(user) : undefined;
  }

  membersOf(room: Room): Member[] {
    const members = [...room.roles].map(([user, role]) => ({ user, role }));
    return members.filter(({ user }) => this.isMember(room, user)).sort((a, b) => (a.user < b.user ? -1 : 1));
  }

  #withOf(room: Room, asker: UserId): UserId[] {
    const { people } = room;
    if (people) return [people[0] === asker ? people[1] : people[0]];
    const others = this.membersOf(room).filter(({ user }) => user !== asker);
    return others.map(({ user }) => user).slice(0, limits.titlePeople);
  }

  summary(room: Room, asker: UserId): RoomSummary {
    const { id, roomKind: kind, name, topic, sharedFrom, events } = room;
    const role = this.roleOf(room, asker);
    const members = this.membersOf(room);
    const owners = members.filter((member) => member.role === 'owner').map(({ user }) => user);
    const history = sharedFrom === undefined ? 'joined' : 'shared';
    return {
      ...{ id, kind, topic, history, joined: role !== undefined },
      ...{ head: events.length, members: members.length, messages: messagesOf(events) },
      owners: owners.slice(0, limits.ownersPerRoom),
      ...(name === undefined ? { with: this.#withOf(room, asker) } : { name }),
      ...(role !== undefined && { role }),
      ...(room.inviters !== 'members' && { inviters: room.inviters }),
      ...(room.archivedMs !== undefined && { archived: true }),
    };
  }

  open(user: UserId, { id, tokenHash, device, address, atMs: beginsMs }: NewSession, stepMs: number): void {
    const atMs = beginsMs ?? stepMs;
    this.sessions.set(id, { id, user, device, address, createdMs: atMs, lastSeenMs: atMs, token: key(tokenHash) });
  }

  endSession(id: SessionId, { withAccount = false } = {}): boolean {
    const token = this.sessions.get(id)?.token;
    if (withAccount && token !== undefined) this.deletedTokens.add(token);
    if (this.sessions.delete(id)) return this.ended.push(id) > 0;
    return false;
  }
}
