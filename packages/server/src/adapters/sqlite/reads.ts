import type { EventId, RoomId, RoomName, Seq, SessionId, UserId } from '@securechat/protocol/ids';
import type { BanSummary, RoomEvent, RoomSummary } from '@securechat/protocol/model';
import { directPeople } from '../../domain/new-event.ts';
import { takePage } from '../../domain/page-size.ts';
import type { StoredProfile } from '../../domain/profile.ts';
import type { MembershipRange } from '../../domain/visible-ranges.ts';
import type { Account, Member, Membership, ReadLimit, Store, StoredSession } from '../../ports/store.ts';
import type { SqliteConnection } from './database.ts';
import { invitationReads } from './invitations.ts';
import { inviteReads } from './invites.ts';
import { mentionCountReads } from './mention-counts.ts';
import { mentionReads } from './mentions.ts';
import { messageStateReads } from './message-changes.ts';
import {
  type AccountRow,
  accountColumns,
  type BanRow,
  banColumns,
  described,
  descriptionColumns,
  type EventRow,
  eventColumns,
  type MembershipRangeRow,
  type MembershipRow,
  type ProfileRow,
  profileColumns,
  type RoomRow,
  type SessionRow,
  sessionColumns,
  toAccount,
  toBan,
  toEvent,
  toMembershipRange,
  toProfile,
  toRoom,
} from './rows.ts';
import { userStateReads } from './user-state.ts';

type Reads = Pick<
  Store,
  | 'account'
  | 'accounts'
  | 'profiles'
  | keyof ReturnType<typeof inviteReads>
  | 'sessionByToken'
  | 'isTokenOfDeleted'
  | 'sessions'
  | 'activeSessions'
  | 'endedSessions'
  | 'rooms'
  | 'room'
  | 'roomNamed'
  | 'ownRoomNamed'
  | 'directRoom'
  | 'members'
  | 'memberships'
  | 'membershipCounts'
  | 'membershipRanges'
  | 'bans'
  | 'ban'
  | 'hasEvent'
  | 'eventsAfter'
  | 'eventsBefore'
  | 'newestMs'
  | 'heads'
  | keyof ReturnType<typeof messageStateReads>
  | keyof ReturnType<typeof userStateReads>
  | 'mentions'
  | 'mentionCounts'
  | keyof ReturnType<typeof invitationReads>
>;

function accountReads(db: SqliteConnection) {
  return {
    async account(user: UserId): Promise<Account | undefined> {
      const row = db.get<AccountRow>(`SELECT ${accountColumns} FROM accounts WHERE user = ?`, user);
      return row && toAccount(row);
    },
    async accounts(): Promise<readonly Account[]> {
      return db.all<AccountRow>(`SELECT ${accountColumns} FROM accounts ORDER BY user`).map(toAccount);
    },
    async profiles(users: readonly UserId[]): Promise<ReadonlyMap<UserId, StoredProfile>> {
      const select = `SELECT ${profileColumns} FROM accounts WHERE user IN (SELECT value FROM json_each(+?))`;
      const found = db.all<ProfileRow>(select, JSON.stringify(users));
      return new Map(found.map((row) => [row.user, toProfile(row)]));
    },
    async sessionByToken(tokenHash: Uint8Array): Promise<StoredSession | undefined> {
      return db.get<SessionRow>(`SELECT ${sessionColumns} FROM sessions s WHERE s.token_hash = +?`, tokenHash);
    },
    async isTokenOfDeleted(tokenHash: Uint8Array): Promise<boolean> {
      return db.get('SELECT 1 FROM deleted_tokens WHERE token_hash = +?', tokenHash) !== undefined;
    },
    async endedSessions(after?: number) {
      if (after === undefined) {
        const newest = 'SELECT max(number) AS number FROM ended_sessions';
        return { upTo: db.get<{ number: number | null }>(newest)?.number ?? 0, sessions: [] };
      }
      const select = 'SELECT number, id FROM ended_sessions WHERE number > +? ORDER BY number';
      const ended = db.all<{ number: number; id: SessionId }>(select, after);
      // One statement: another one would see, and skip, what was committed between the two.
      const upTo = ended.at(-1)?.number ?? after;
      return { upTo, sessions: ended.map(({ id }) => id) };
    },
    async sessions(user: UserId): Promise<readonly StoredSession[]> {
      return db.all<SessionRow>(
        `SELECT ${sessionColumns} FROM sessions s WHERE s.user = +? ORDER BY s.created_ms, s.id`,
        user,
      );
    },
    async activeSessions(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, StoredSession>> {
      const select = `SELECT ${sessionColumns} FROM sessions s WHERE s.id IN (SELECT value FROM json_each(+?))`;
      return new Map(db.all<SessionRow>(select, JSON.stringify(ids)).map((session) => [session.id, session]));
    },
  };
}

type Page = { readonly after?: UserId | undefined; readonly limit?: number };

const roomColumns = `r.id, ${descriptionColumns},
  (SELECT m.role FROM memberships m WHERE m.user = +? AND m.room = r.id AND m.to_seq IS NULL) AS role`;

function roomReads(db: SqliteConnection) {
  return {
    async rooms({
      asker,
      archived = false,
      after = '' as RoomName,
      limit,
    }: Parameters<Store['rooms']>[0]): Promise<readonly RoomSummary[]> {
      const select = `SELECT ${roomColumns} FROM rooms r
        WHERE r.kind = 'public' AND r.archived_ms IS ${archived ? 'NOT NULL' : 'NULL'} AND r.name > +? ORDER BY r.name LIMIT +?`;
      return db.all<RoomRow>(select, asker, after, limit).map((row) => toRoom(row, asker));
    },
    async room(room: RoomId, asker: UserId): Promise<RoomSummary | undefined> {
      // For others than its members only a public room exists. The statement itself finds no other, so that a room which nobody may know of
      // costs no more than none.
      const select = `SELECT ${roomColumns} FROM rooms r WHERE r.id = +? AND (r.kind = 'public'
        OR EXISTS (SELECT 1 FROM memberships WHERE user = +? AND room = r.id AND to_seq IS NULL))`;
      const row = db.get<RoomRow>(select, asker, room, asker);
      return row && toRoom(row, asker);
    },
    async roomNamed(name: RoomName, nowMs: number): Promise<RoomId | undefined> {
      const select = `SELECT id, 0 AS former FROM rooms WHERE kind = 'public' AND name = +?
        UNION ALL SELECT room, 1 FROM former_names WHERE name = +? AND until_ms > +? ORDER BY former LIMIT 1`;
      return db.get<{ id: RoomId }>(select, name, name, nowMs)?.id;
    },
    async ownRoomNamed(user: UserId, name: RoomName): Promise<RoomId | undefined> {
      const select = `SELECT r.id FROM memberships m JOIN rooms r ON r.id = m.room
        WHERE m.user = +? AND m.to_seq IS NULL AND r.kind = 'private' AND r.name = +? LIMIT 2`;
      const [found, another] = db.all<{ id: RoomId }>(select, user, name);
      return another ? undefined : found?.id;
    },
    async directRoom(one: UserId, other: UserId): Promise<RoomId | undefined> {
      const select = 'SELECT room FROM direct_rooms WHERE low = +? AND high = +?';
      return db.get<{ room: RoomId }>(select, ...directPeople(one, other))?.room;
    },
    async members(room: RoomId, { after = '' as UserId, limit = -1 }: Page = {}): Promise<readonly Member[]> {
      const select = `SELECT user, role FROM memberships
        WHERE room = +? AND user > +? AND to_seq IS NULL ORDER BY user LIMIT +?`;
      return db.all<Member>(select, room, after, limit);
    },
    async memberships(user: UserId): Promise<readonly Membership[]> {
      const select = `SELECT r.id AS room, ${descriptionColumns}, m.role, m.from_seq AS "from"
        FROM memberships m JOIN rooms r ON r.id = m.room WHERE m.user = +? AND m.to_seq IS NULL ORDER BY r.id`;
      return db.all<MembershipRow>(select, user).map((row) => described(row, user));
    },
    async membershipCounts(users: readonly UserId[]): Promise<ReadonlyMap<UserId, number>> {
      const select = `SELECT user, count(*) AS rooms FROM memberships
        WHERE to_seq IS NULL AND user IN (SELECT value FROM json_each(+?)) GROUP BY user`;
      const found = db.all<{ user: UserId; rooms: number }>(select, JSON.stringify(users));
      return new Map(found.map(({ user, rooms }) => [user, rooms]));
    },
    async bans(room: RoomId, { atMs, after = '' as UserId, limit }: Parameters<Store['bans']>[1]) {
      const select = `SELECT ${banColumns} FROM bans
        WHERE room = +? AND user > +? AND (until_ms IS NULL OR until_ms > +?) ORDER BY user LIMIT +?`;
      return db.all<BanRow>(select, room, after, atMs, limit).map(toBan);
    },
    async ban(room: RoomId, user: UserId, atMs: number): Promise<BanSummary | undefined> {
      const select = `SELECT ${banColumns} FROM bans
        WHERE room = +? AND user = +? AND (until_ms IS NULL OR until_ms > +?)`;
      const row = db.get<BanRow>(select, room, user, atMs);
      return row && toBan(row);
    },
    async membershipRanges(room: RoomId, user: UserId): Promise<readonly MembershipRange[]> {
      const select = `SELECT from_seq AS "from", visible_from AS visibleFrom, to_seq AS "to" FROM memberships
        WHERE room = +? AND user = +? ORDER BY from_seq`;
      return db.all<MembershipRangeRow>(select, room, user).map(toMembershipRange);
    },
  };
}

/** Runs nothing before the first event is requested, because an unfinished statement would block the connection. */
function* eventsOf(db: SqliteConnection, select: string, ...values: (string | number)[]): Generator<RoomEvent> {
  for (const row of db.iterate<EventRow>(select, ...values)) yield toEvent(row);
}

function eventReads(db: SqliteConnection) {
  return {
    async hasEvent(author: UserId, id: EventId): Promise<boolean> {
      return db.get('SELECT 1 FROM events WHERE author = ? AND id = ?', author, id) !== undefined;
    },
    async eventsAfter(room: RoomId, after: Seq, upTo: Seq, limit: ReadLimit): Promise<readonly RoomEvent[]> {
      const select = `SELECT ${eventColumns} FROM events WHERE room = +? AND seq > +? AND seq <= +? ORDER BY seq LIMIT +?`;
      return takePage(eventsOf(db, select, room, after, upTo, limit.events), limit);
    },
    async eventsBefore(room: RoomId, before: Seq, from: Seq, limit: ReadLimit): Promise<readonly RoomEvent[]> {
      const select = `SELECT ${eventColumns} FROM events
        WHERE room = +? AND seq < +? AND seq >= +? ORDER BY seq DESC LIMIT +?`;
      return takePage(eventsOf(db, select, room, before, from, limit.events), limit).reverse();
    },
    async newestMs(): Promise<number> {
      const select = 'SELECT at FROM events WHERE number = (SELECT max(number) FROM events)';
      return db.get<{ at: number }>(select)?.at ?? 0;
    },
    async heads(rooms: readonly RoomId[]): Promise<ReadonlyMap<RoomId, Seq>> {
      const select = 'SELECT id, head FROM rooms WHERE id IN (SELECT value FROM json_each(+?))';
      const found = db.all<{ id: RoomId; head: Seq }>(select, JSON.stringify(rooms));
      return new Map(found.map(({ id, head }) => [id, head]));
    },
  };
}

/**
 * Every read of the database except searches, on a connection of its own beside the writer's. `+?` stands where a plain `?` could influence
 * the query plan: SQLite would recompile the statement for each value, which costs several times the query.
 */
export function createReads(db: SqliteConnection): Reads {
  return {
    ...accountReads(db),
    ...inviteReads(db),
    ...roomReads(db),
    ...eventReads(db),
    ...messageStateReads(db),
    ...mentionReads(db),
    ...mentionCountReads(db),
    ...userStateReads(db),
    ...invitationReads(db),
  };
}
