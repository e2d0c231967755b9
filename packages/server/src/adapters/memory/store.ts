import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { EventId, RoomId, Seq, SessionId, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { RoomEvent, RoomSummary } from '@securechat/protocol/model';
import { err, ok } from '@securechat/protocol/result';
import { whyNotRemove } from '../../domain/may-remove.ts';
import type {
  Account,
  AccountStore,
  EventStore,
  NewSession,
  RoomStore,
  SessionStore,
  Span,
  Store,
  StoredSession,
} from '../../ports/store.ts';
import { searchWords, wordsOf } from '../search-words.ts';

type Room = {
  readonly id: RoomId;
  readonly topic: string;
  readonly events: RoomEvent[];
  /** Spans of everyone who is or was a member, oldest first. */
  readonly spans: Map<UserId, Span[]>;
};
type Invite = { readonly expiresMs: number; used: boolean };

/** The state, and the steps that several methods share. */
class Memory {
  readonly accounts = new Map<UserId, Account>();
  readonly sessions = new Map<SessionId, StoredSession & { readonly token: string }>();
  readonly invites = new Map<string, Invite>();
  readonly rooms = new Map<RoomId, Room>();
  readonly events = new Map<string, RoomEvent>();

  add(room: Room, event: RoomEvent): RoomEvent {
    room.events.push(event);
    this.events.set(`${event.author} ${event.id}`, event);
    return event;
  }

  make(id: RoomId, topic: string, author: UserId, eventId: EventId, atMs: number): [Room, RoomEvent] {
    const room: Room = { id, topic, events: [], spans: new Map() };
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

  membersOf(room: Room): UserId[] {
    return [...room.spans.keys()].filter((user) => this.isMember(room, user)).sort();
  }

  summary(room: Room, asker: UserId): RoomSummary {
    const { id, topic, events } = room;
    return { id, topic, head: events.length, members: this.membersOf(room).length, joined: this.isMember(room, asker) };
  }

  open(user: UserId, { id, tokenHash, device }: NewSession, atMs: number): void {
    this.sessions.set(id, { id, user, device, createdMs: atMs, lastSeenMs: atMs, token: key(tokenHash) });
  }

  /** Ends the user's sessions, but for `except`. */
  endAll(user: UserId, except?: SessionId): SessionId[] {
    const ended = [...this.sessions.values()]
      .filter((session) => session.user === user && session.id !== except)
      .map(({ id }) => id);
    for (const id of ended) this.sessions.delete(id);
    return ended;
  }
}

const key = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');
const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
const plain = ({ token: _, ...session }: StoredSession & { readonly token: string }): StoredSession => session;

function accountStore(memory: Memory): AccountStore {
  return {
    async createAccount({ user, passwordHash, session, inviteHash, room: roomId, atMs }) {
      const invite = inviteHash && memory.invites.get(key(inviteHash));
      if (inviteHash && (!invite || invite.used || invite.expiresMs <= atMs)) return err('bad_invite');
      if (memory.accounts.has(user)) return err('name_taken');
      if (invite) invite.used = true;
      memory.accounts.set(user, { user, passwordHash, createdMs: atMs, disabled: false });
      memory.open(user, session, atMs);
      const newId = () => randomUUID() as string as EventId;
      const present = memory.rooms.get(roomId);
      if (present) return ok([memory.join(present, user, newId(), atMs)]);
      const [room, made] = memory.make(roomId, '', user, newId(), atMs);
      return ok([made, memory.join(room, user, newId(), atMs)]);
    },
    async account(user) {
      return memory.accounts.get(user);
    },
    async accounts() {
      return [...memory.accounts.values()].sort((a, b) => (a.user < b.user ? -1 : 1));
    },
    async setPassword({ user, passwordHash, endSessions }) {
      const account = memory.accounts.get(user);
      if (account) memory.accounts.set(user, { ...account, passwordHash });
      return endSessions ? memory.endAll(user) : [];
    },
    async changePassword({ user, session, from, to }) {
      const account = memory.accounts.get(user);
      if (!account || !memory.isOpen(session, user)) return err('session_expired');
      if (account.passwordHash !== from) return err('wrong_credentials');
      memory.accounts.set(user, { ...account, passwordHash: to });
      return ok(memory.endAll(user, session));
    },
    async setDisabled(user, disabled) {
      const account = memory.accounts.get(user);
      if (account) memory.accounts.set(user, { ...account, disabled });
      return disabled ? memory.endAll(user) : [];
    },
    async createInvite({ codeHash, expiresMs }) {
      memory.invites.set(key(codeHash), { expiresMs, used: false });
    },
  };
}

function sessionStore(memory: Memory): SessionStore {
  const of = (user: UserId) => [...memory.sessions.values()].filter((session) => session.user === user);
  return {
    async openSession({ user, session, atMs, most, deadBeforeMs: { made, seen } }) {
      for (const { id, createdMs, lastSeenMs } of of(user)) {
        if (createdMs < made || lastSeenMs < seen) memory.sessions.delete(id);
      }
      if (of(user).length >= most) return err('too_many_sessions');
      memory.open(user, session, atMs);
      return ok(undefined);
    },
    async sessionByToken(tokenHash) {
      const token = key(tokenHash);
      const session = [...memory.sessions.values()].find((each) => each.token === token);
      return session && !memory.accounts.get(session.user)?.disabled ? plain(session) : undefined;
    },
    async sessions(user) {
      return of(user)
        .map(plain)
        .sort((a, b) => a.createdMs - b.createdMs || byId(a, b));
    },
    async touchSession(id, atMs) {
      const session = memory.sessions.get(id);
      if (session) memory.sessions.set(id, { ...session, lastSeenMs: Math.max(session.lastSeenMs, atMs) });
    },
    async endSession(user, id) {
      return memory.sessions.get(id)?.user === user && memory.sessions.delete(id);
    },
  };
}

function roomStore(memory: Memory): RoomStore {
  const isFull = (user: UserId) => memory.roomsOf(user).length >= limits.roomsPerUser;
  return {
    async createRoom({ room: id, topic, by, session, ids, atMs }) {
      if (!memory.isOpen(session, by)) return err('session_expired');
      if (memory.rooms.has(id)) return err('room_exists');
      if (isFull(by)) return err('too_many_rooms');
      const [room, made] = memory.make(id, topic, by, ids[0], atMs);
      return ok([made, memory.join(room, by, ids[1], atMs)]);
    },
    async join({ room: roomId, user, session, id, atMs }) {
      if (!memory.isOpen(session, user)) return err('session_expired');
      const room = memory.rooms.get(roomId);
      if (!room) return err('no_such_room');
      if (memory.isMember(room, user)) return ok(undefined);
      return isFull(user) ? err('too_many_rooms') : ok(memory.join(room, user, id, atMs));
    },
    async leave({ room: roomId, user, session, id, atMs }) {
      if (!memory.isOpen(session, user)) return err('session_expired');
      const room = memory.rooms.get(roomId);
      if (!memory.isMember(room, user)) return err('not_a_member');
      const seq = room.events.length + 1;
      return ok(memory.end(room, user, { type: 'left', room: roomId, seq, id, author: user, at: atMs }));
    },
    async remove({ room: roomId, user, by, session, id, atMs }) {
      if (!memory.isOpen(session, by)) return err('session_expired');
      const room = memory.rooms.get(roomId);
      const refused = whyNotRemove({
        byIsMember: memory.isMember(room, by),
        byMadeIt: room?.events[0]?.author === by,
        userIsMember: memory.isMember(room, user),
      });
      if (refused || !room) return err(refused ?? 'not_a_member');
      const seq = room.events.length + 1;
      return ok(memory.end(room, user, { type: 'removed', room: roomId, seq, id, author: by, at: atMs, user }));
    },
    async rooms(asker) {
      return [...memory.rooms.values()].sort(byId).map((room) => memory.summary(room, asker));
    },
    async room(id, asker) {
      const room = memory.rooms.get(id);
      return room && memory.summary(room, asker);
    },
    async members(id) {
      const room = memory.rooms.get(id);
      return room ? memory.membersOf(room) : [];
    },
    async memberships(user) {
      return memory.roomsOf(user).map((room) => {
        const { id, topic, head, members } = memory.summary(room, user);
        return { room: id, topic, head, members, from: room.spans.get(user)?.at(-1)?.from ?? 0 };
      });
    },
    async spans(id, user) {
      return memory.rooms.get(id)?.spans.get(user) ?? [];
    },
  };
}

function eventStore(memory: Memory): EventStore {
  const events = (room: RoomId): readonly RoomEvent[] => memory.rooms.get(room)?.events ?? [];
  return {
    async append({ room: roomId, author, session, id, body, atMs }) {
      const earlier = memory.events.get(`${author} ${id}`);
      if (earlier) {
        const same = earlier.type === 'message' && earlier.room === roomId && isDeepStrictEqual(earlier.body, body);
        return same ? ok({ event: earlier, again: true }) : err('id_reused');
      }
      const room = memory.rooms.get(roomId);
      if (!memory.isOpen(session, author)) return err('session_expired');
      if (!memory.isMember(room, author)) return err('not_a_member');
      const seq = room.events.length + 1;
      const event: RoomEvent = { type: 'message', room: roomId, seq, id, author, at: atMs, body };
      return ok({ event: memory.add(room, event), again: false });
    },
    async after(room, after, upTo, limit) {
      return events(room).slice(Math.max(after, 0), Math.min(upTo, after + limit));
    },
    async before(room, before, from, limit) {
      const found = events(room).filter(({ seq }) => seq >= from && seq < before);
      return found.slice(Math.max(found.length - limit, 0));
    },
    async head(room): Promise<Seq> {
      return events(room).length;
    },
    async search({ room, words: query, from, before, limit }) {
      const wanted = searchWords(query);
      const has = (event: RoomEvent): boolean => {
        if (wanted.length === 0 || event.type !== 'message' || event.body.kind !== 'text') return false;
        const words = new Set(wordsOf(event.body.text));
        return wanted.every((word) => words.has(word));
      };
      const among = events(room).filter(({ seq }) => seq >= from && seq < before);
      return among.filter(has).reverse().slice(0, limit);
    },
  };
}

/** A store that forgets: for tests, and for trying things out. */
export function createMemoryStore(): Store {
  const memory = new Memory();
  return {
    generation: randomUUID(),
    ...accountStore(memory),
    ...sessionStore(memory),
    ...roomStore(memory),
    ...eventStore(memory),
    async close() {},
  };
}
