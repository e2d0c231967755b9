import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { EventId, RoomId, Seq, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { RoomEvent } from '@securechat/protocol/model';
import { err, ok } from '@securechat/protocol/result';
import { takePage } from '../../domain/page-size.ts';
import { removalRefusal } from '../../domain/removal-rule.ts';
import { leastRecentlyUsedFirst } from '../../domain/session-eviction.ts';
import type { AccountStore, EventStore, RoomStore, SessionStore, Store, StoredSession } from '../../ports/store.ts';
import { hasRuns, queryOf, wordsOf } from '../search-words.ts';
import { byId, key, Memory } from './state.ts';

const plain = ({ token: _, ...session }: StoredSession & { readonly token: string }): StoredSession => session;

function accountStore(memory: Memory): AccountStore {
  return {
    async createAccount({ user, passwordHash, session, inviteHash, room: roomId, atMs, inviteAtMs = atMs }) {
      if (inviteHash && !memory.invites.isOpen(inviteHash, inviteAtMs)) return err('bad_invite');
      if (memory.accounts.has(user)) return err('name_taken');
      if (inviteHash) memory.invites.spend(inviteHash, user);
      memory.accounts.set(user, { user, passwordHash, createdMs: atMs, disabled: false });
      memory.open(user, session, atMs);
      const newId = () => randomUUID() as string as EventId;
      const present = memory.rooms.get(roomId);
      if (present) return ok([memory.join(present, user, newId(), atMs)]);
      const [room, made] = memory.make({ id: roomId, topic: '', createdBy: undefined }, user, newId(), atMs);
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
  };
}

function sessionStore(memory: Memory): SessionStore {
  const of = (user: UserId) => [...memory.sessions.values()].filter((session) => session.user === user);
  return {
    async openSession({ user, session, atMs, most, deadBeforeMs: { made, seen }, inUse }) {
      const dead = of(user).filter(({ createdMs, lastSeenMs }) => createdMs < made || lastSeenMs < seen);
      const left = leastRecentlyUsedFirst(
        of(user).filter((each) => !dead.includes(each)),
        inUse,
      );
      const ended = [...dead, ...left.slice(0, Math.max(0, left.length - most + 1))].map(({ id }) => id);
      for (const id of ended) memory.endSession(id);
      memory.open(user, session, atMs);
      return ended;
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
    async endedSessions(after = memory.ended.length) {
      return { upTo: memory.ended.length, sessions: memory.ended.slice(after) };
    },
    async touchSession(id, atMs, address) {
      const session = memory.sessions.get(id);
      if (!session) return;
      const lastSeenMs = Math.max(session.lastSeenMs, atMs);
      memory.sessions.set(id, { ...session, lastSeenMs, address: address ?? session.address });
    },
    async endSession(user, id) {
      return memory.sessions.get(id)?.user === user && memory.endSession(id);
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
      if (memory.createdBy(by) >= limits.roomsCreatedPerUser) return err('too_many_rooms_created');
      const [room, made] = memory.make({ id, topic, createdBy: by }, by, ids[0], atMs);
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
      const refused = removalRefusal({
        byIsMember: memory.isMember(room, by),
        byMadeIt: room?.events[0]?.author === by,
        userIsMember: memory.isMember(room, user),
      });
      if (refused || !room) return err(refused ?? 'not_a_member');
      const seq = room.events.length + 1;
      return ok(memory.end(room, user, { type: 'removed', room: roomId, seq, id, author: by, at: atMs, user }));
    },
    async rooms({ asker, after, limit }) {
      const all = [...memory.rooms.values()].sort(byId).filter(({ id }) => id > (after ?? ''));
      return all.slice(0, limit).map((room) => memory.summary(room, asker));
    },
    async room(id, asker) {
      const room = memory.rooms.get(id);
      return room && memory.summary(room, asker);
    },
    async members(id, { after = '', limit }: { after?: string | undefined; limit?: number } = {}) {
      const room = memory.rooms.get(id);
      return room
        ? memory
            .membersOf(room)
            .filter((user) => user > after)
            .slice(0, limit)
        : [];
    },
    async memberships(user) {
      return memory.roomsOf(user).map((room) => {
        const { id, topic, head, members } = memory.summary(room, user);
        return { room: id, topic, head, members, from: room.spans.get(user)?.at(-1)?.from ?? 0 };
      });
    },
    async membershipRanges(id, user) {
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
        return same ? ok({ event: earlier, duplicate: true }) : err('id_reused');
      }
      const room = memory.rooms.get(roomId);
      if (!memory.isOpen(session, author)) return err('session_expired');
      if (!memory.isMember(room, author)) return err('not_a_member');
      const seq = room.events.length + 1;
      const event: RoomEvent = { type: 'message', room: roomId, seq, id, author, at: atMs, body };
      return ok({ event: memory.add(room, event), duplicate: false });
    },
    async eventsAfter(room, after, upTo, limit) {
      return takePage(events(room).slice(Math.max(after, 0), Math.min(upTo, after + limit.events)), limit);
    },
    async eventsBefore(room, before, from, limit) {
      const found = events(room).filter(({ seq }) => seq >= from && seq < before);
      return takePage(found.reverse(), limit).reverse();
    },
    async newestMs() {
      return [...memory.events.values()].at(-1)?.at ?? 0;
    },
    async head(room): Promise<Seq> {
      return events(room).length;
    },
    async search({ room, words: query, from, before, limit }) {
      const { words: wanted, runs } = queryOf(query);
      const has = (event: RoomEvent): boolean => {
        if (wanted.length === 0 || event.type !== 'message' || event.body.kind !== 'text') return false;
        const words = new Set(wordsOf(event.body.text));
        return wanted.every((word) => words.has(word)) && hasRuns(event.body.text, runs);
      };
      const among = events(room).filter(({ seq }) => seq >= from && seq < before);
      const found = takePage(among.filter(has).reverse(), limit);
      const oldest = found.at(-1)?.seq;
      return {
        events: found,
        next: oldest !== undefined && among.some((e) => e.seq < oldest && has(e)) ? oldest : undefined,
      };
    },
  };
}

/** A store that forgets: for tests, and for trying things out. */
export function createMemoryStore(): Store {
  const memory = new Memory();
  return {
    generation: randomUUID(),
    ...accountStore(memory),
    ...memory.invites.toStore(),
    ...sessionStore(memory),
    ...roomStore(memory),
    ...eventStore(memory),
    async close() {},
  };
}
