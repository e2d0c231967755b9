import { randomUUID } from 'node:crypto';
import type { RoomId } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import { ok } from '@securechat/protocol/result';
import { decideAccount } from '../../domain/decide-account.ts';
import { decideAppend } from '../../domain/decide-append.ts';
import { decideDeletion } from '../../domain/decide-deletion.ts';
import { actionOf, type MessageChangeType } from '../../domain/decide-message-change.ts';
import { decideOpenSession } from '../../domain/decide-session.ts';
import { takePage } from '../../domain/page-size.ts';
import { emptyProfile } from '../../domain/profile.ts';
import { readSearchText } from '../../domain/search-text.ts';
import type { AccountStore, EventStore, SessionStore, Store, StoredSession } from '../../ports/store.ts';
import { hasRuns, queryOf, wordsOf } from '../search-words.ts';
import { endInvitationsOf } from './invitations.ts';
import { inviteStore } from './invite-store.ts';
import { mentionCounts } from './mention-counts.ts';
import { changedMessages, changeMessage, visibleMessage } from './message-changes.ts';
import { ownerStore, succeedOwner } from './owners.ts';
import { roomStore } from './room-store.ts';
import { createAccount, newEventId } from './sign-up.ts';
import { byId, key, Memory } from './state.ts';

const plain = ({ token: _, ...session }: StoredSession & { readonly token: string }): StoredSession => session;

function accountStore(memory: Memory): Omit<AccountStore, 'setAdministrator'> {
  return {
    createAccount: createAccount(memory),
    async account(user) {
      return memory.accounts.get(user);
    },
    async accounts() {
      return [...memory.accounts.values()].sort((a, b) => (a.user < b.user ? -1 : 1));
    },
    async profiles(users) {
      const found = users.map((user) => memory.accounts.get(user)).filter((account) => account !== undefined);
      return new Map(found.map(({ user, profile }) => [user, profile]));
    },
    async deleteAccount(ask) {
      const { user, atMs } = ask;
      const account = memory.accounts.get(user);
      const sessions = memory.sessionsOf(user).map(({ id }) => id);
      const rooms = memory.roomsOf(user).map(({ id: room, roomKind: kind }) => ({ room, kind }));
      const decided = decideDeletion({ account, sessions, rooms }, ask, newEventId);
      if (!decided.ok) return decided;
      const gone = { passwordHash: '', disabled: true, administrator: false, profile: emptyProfile, deletedMs: atMs };
      if (account) memory.accounts.set(user, { ...account, ...gone });
      endInvitationsOf(memory, user);
      memory.userState.clear(user);
      for (const id of sessions) memory.endSession(id, { withAccount: true });
      const succession = succeedOwner(memory, user, atMs);
      const events = [...succession, ...decided.value.events.map((event) => memory.insert(event))];
      for (const room of decided.value.closed) {
        const roles = memory.rooms.get(room)?.roles;
        for (const member of roles?.keys() ?? []) roles?.set(member, 'reader');
      }
      return ok({ sessions, events });
    },
    async recordSeen(user, atMs) {
      const account = memory.accounts.get(user);
      if (account) memory.accounts.set(user, { ...account, seenMs: Math.max(account.seenMs ?? 0, atMs) });
    },
    async changeAccount(command) {
      const account = memory.accounts.get(command.user);
      const sessions = memory.sessionsOf(command.user).map(({ id }) => id);
      const decided = decideAccount({ account, sessions }, command);
      if (!decided.ok) return decided;
      const { endedSessions, ...changed } = decided.value;
      if (account) memory.accounts.set(command.user, { ...account, ...changed });
      for (const id of endedSessions) memory.endSession(id);
      if (command.kind === 'set-disabled') succeedOwner(memory, command.user, command.atMs);
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
    async isTokenOfDeleted(tokenHash) {
      return memory.deletedTokens.has(key(tokenHash));
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

function eventStore(memory: Memory): EventStore {
  const events = (room: RoomId): readonly RoomEvent[] => memory.rooms.get(room)?.events ?? [];
  return {
    async append({ session, payload, removesDraft = false, names = [], changes, ...draft }) {
      const { author, id } = draft;
      const earlier = memory.events.get(`${author} ${id}`);
      const room = memory.rooms.get(draft.room);
      const other = room?.people?.find((user) => user !== author) ?? author;
      const facts = {
        ...{ earlier, sessionOpen: memory.isOpen(session, author), kind: room?.roomKind },
        role: memory.roleOf(room, author),
        isArchived: room?.archivedMs !== undefined,
        isOtherDisabled: room?.roomKind === 'direct' && memory.accounts.get(other)?.disabled === true,
      };
      const change = { ...draft, payload: JSON.stringify(payload) };
      const isAdministrator = changes !== undefined && memory.accounts.get(author)?.administrator === true;
      const asker = isAdministrator && room?.roomKind === 'public' ? undefined : author;
      const message = room && changes && visibleMessage(room, changes.target, asker);
      const action = changes ? actionOf(draft.type as MessageChangeType, author, message) : 'send';
      const decided = decideAppend({ ...facts, isAdministrator }, change, action);
      if (!decided.ok) return decided;
      if (earlier) return ok({ event: earlier.event, duplicate: true });
      if (room && changes) {
        return changeMessage(memory, { room, message }, { ...change, names }, changes);
      }
      const stateVer = removesDraft ? memory.userState.remove(author, draft.room, ['draft'])?.ver : undefined;
      const event = memory.add(change);
      memory.mention(event, names);
      return ok({ event, duplicate: false, ...(stateVer === undefined ? {} : { stateVer }) });
    },
    async hasEvent(author, id) {
      return memory.events.has(`${author} ${id}`);
    },
    async eventsAfter(room, after, upTo, limit) {
      return takePage(events(room).slice(Math.max(after, 0), Math.min(upTo, after + limit.events)), limit);
    },
    async eventsBefore(room, before, from, limit) {
      const found = events(room).filter(({ seq }) => seq >= from && seq < before);
      return takePage(found.reverse(), limit).reverse();
    },
    async changedMessages(room, seqs) {
      return changedMessages(memory, room, seqs);
    },
    async mentionCounts(user) {
      return mentionCounts(memory, user);
    },
    async mentions({ user, before, limit }) {
      return takePage(memory.mentionsOf(user, before), limit);
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
    ...inviteStore(memory),
    ...sessionStore(memory),
    ...roomStore(memory),
    ...ownerStore(memory),
    ...eventStore(memory),
    ...memory.userState.toStore(({ session, user }) => memory.isOpen(session, user)),
    async close() {},
  };
}
