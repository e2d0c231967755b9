import { randomUUID } from 'node:crypto';
import type { EventId, RoomId, RoomName } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import { ok } from '@securechat/protocol/result';
import { decideAccount, decideSignUp } from '../../domain/decide-account.ts';
import { decideAppend } from '../../domain/decide-append.ts';
import { decideRoom, type RoomCommand, type RoomFacts } from '../../domain/decide-room.ts';
import { decideOpenSession } from '../../domain/decide-session.ts';
import { takePage } from '../../domain/page-size.ts';
import { readSearchText } from '../../domain/search-text.ts';
import type { AccountStore, EventStore, RoomStore, SessionStore, Store, StoredSession } from '../../ports/store.ts';
import { hasRuns, queryOf, wordsOf } from '../search-words.ts';
import { byId, key, Memory } from './state.ts';

const plain = ({ token: _, ...session }: StoredSession & { readonly token: string }): StoredSession => session;

function accountStore(memory: Memory): AccountStore {
  return {
    async createAccount(ask) {
      const { user, passwordHash, session, inviteHash, room, atMs } = ask;
      const facts = {
        isNameTaken: memory.accounts.has(user),
        invite: inviteHash && memory.invites.byHash(inviteHash),
        roomExists: memory.rooms.has(room),
      };
      const newId = () => randomUUID() as string as EventId;
      const decided = decideSignUp(facts, { ...ask, ids: [newId(), newId()] });
      if (!decided.ok) return decided;
      if (inviteHash) memory.invites.spend(inviteHash, user);
      memory.accounts.set(user, { user, passwordHash, createdMs: atMs, disabled: false });
      memory.open(user, session, atMs);
      return ok(decided.value.map((event) => memory.insert(event)));
    },
    async account(user) {
      return memory.accounts.get(user);
    },
    async accounts() {
      return [...memory.accounts.values()].sort((a, b) => (a.user < b.user ? -1 : 1));
    },
    async changeAccount(command) {
      const account = memory.accounts.get(command.user);
      const sessions = memory.sessionsOf(command.user).map(({ id }) => id);
      const decided = decideAccount({ passwordHash: account?.passwordHash, sessions }, command);
      if (!decided.ok) return decided;
      const { endedSessions, ...changed } = decided.value;
      if (account) memory.accounts.set(command.user, { ...account, ...changed });
      for (const id of endedSessions) memory.endSession(id);
      return ok(endedSessions);
    },
  };
}

function sessionStore(memory: Memory): SessionStore {
  return {
    async openSession(ask) {
      const { user, session, atMs } = ask;
      const facts = { account: memory.accounts.get(user), sessions: memory.sessionsOf(user) };
      const decided = decideOpenSession(facts, ask);
      if (!decided.ok) return decided;
      for (const id of decided.value) memory.endSession(id);
      memory.open(user, session, atMs);
      return decided;
    },
    async sessionByToken(tokenHash) {
      const token = key(tokenHash);
      const session = [...memory.sessions.values()].find((each) => each.token === token);
      return session && plain(session);
    },
    async activeSessions(ids) {
      const found = ids.map((id) => memory.sessions.get(id)).filter((session) => session !== undefined);
      return new Map(found.map((session) => [session.id, plain(session)]));
    },
    async sessions(user) {
      return memory
        .sessionsOf(user)
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
  const publicRooms = () => [...memory.rooms.values()].filter(({ roomKind }) => roomKind === 'public');
  const publicRoom = (name: RoomName) => publicRooms().find((room) => room.name === name);
  const formerly = (name: RoomName, nowMs: number) =>
    publicRooms().find(({ formerNames }) => (formerNames.get(name) ?? 0) > nowMs);
  const isTaken = (name: RoomName, by: RoomId, atMs: number) =>
    [publicRoom(name), formerly(name, atMs)].some((room) => room !== undefined && room.id !== by);
  const factsOf = (command: RoomCommand): RoomFacts => {
    const { by, session } = command;
    const room = memory.rooms.get(command.room);
    return {
      sessionOpen: memory.isOpen(session, by),
      roomExists: room !== undefined,
      nameTaken: 'name' in command && isTaken(command.name, command.room, command.atMs),
      name: room?.name,
      topic: room?.topic,
      isMember: memory.isMember(room, by),
      isOwner: room !== undefined && room.createdBy === by,
      targetIsMember: 'user' in command && memory.isMember(room, command.user),
      joinedRooms: memory.roomsOf(by).length,
      createdRooms: memory.createdBy(by),
    };
  };
  return {
    async changeRoom(command) {
      const decided = decideRoom(factsOf(command), command);
      return decided.ok ? ok(decided.value.map((event) => memory.insert(event))) : decided;
    },
    async rooms({ asker, after, limit }) {
      const all = publicRooms()
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .filter(({ name }) => name > (after ?? ''));
      return all.slice(0, limit).map((room) => memory.summary(room, asker));
    },
    async roomNamed(name, nowMs) {
      return (publicRoom(name) ?? formerly(name, nowMs))?.id;
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
        const { id, joined: _, ...summary } = memory.summary(room, user);
        return { room: id, ...summary, from: room.ranges.get(user)?.at(-1)?.from ?? 0 };
      });
    },
    async membershipCounts(users) {
      const counts = users.map((user) => [user, memory.roomsOf(user).length] as const);
      return new Map(counts.filter(([, count]) => count > 0));
    },
    async membershipRanges(id, user) {
      return memory.rooms.get(id)?.ranges.get(user) ?? [];
    },
  };
}

function eventStore(memory: Memory): EventStore {
  const events = (room: RoomId): readonly RoomEvent[] => memory.rooms.get(room)?.events ?? [];
  return {
    async append({ session, payload, ...draft }) {
      const { author, id } = draft;
      const earlier = memory.events.get(`${author} ${id}`);
      const isMember = memory.isMember(memory.rooms.get(draft.room), author);
      const facts = { earlier, sessionOpen: memory.isOpen(session, author), isMember };
      const change = { ...draft, payload: JSON.stringify(payload) };
      const decided = decideAppend(facts, change);
      if (!decided.ok) return decided;
      return ok({ event: earlier?.event ?? memory.add(change), duplicate: decided.value.duplicate });
    },
    async eventsAfter(room, after, upTo, limit) {
      return takePage(events(room).slice(Math.max(after, 0), Math.min(upTo, after + limit.events)), limit);
    },
    async eventsBefore(room, before, from, limit) {
      const found = events(room).filter(({ seq }) => seq >= from && seq < before);
      return takePage(found.reverse(), limit).reverse();
    },
    async newestMs() {
      return [...memory.events.values()].at(-1)?.event.at ?? 0;
    },
    async heads(rooms) {
      return new Map(rooms.filter((room) => memory.rooms.has(room)).map((room) => [room, events(room).length]));
    },
    async search({ room, words: query, from, before, limit }) {
      const { words: wanted, runs } = queryOf(query);
      const has = ({ seq }: RoomEvent): boolean => {
        const text = memory.rooms.get(room)?.texts.get(seq);
        if (wanted.length === 0 || text === undefined) return false;
        const words = new Set(wordsOf(text));
        return wanted.every((word) => words.has(word)) && hasRuns(text, runs);
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

/** A store in memory, for tests and trials. */
export function createMemoryStore(readText = readSearchText): Store {
  const memory = new Memory(readText);
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
