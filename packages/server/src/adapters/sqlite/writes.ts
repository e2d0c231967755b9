// Runs in the writer thread: node builtins, relative files and types only.
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { EventId, RoomId, Seq, SessionId, UserId } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import type { Result } from '@securechat/protocol/result';
import { removalRefusal } from '../../domain/removal-rule.ts';
import { leastRecentlyUsedFirst } from '../../domain/session-eviction.ts';
import type { NewSession, Store } from '../../ports/store.ts';
import type { SqliteConnection } from './database.ts';
import { hasOpenInvite, inviteWrites, spendInvite } from './invites.ts';
import type { PackedDraft } from './packed-draft.ts';
import { type EventRow, eventColumns, type SessionIdRow, type SessionRow, sessionColumns, toEvent } from './rows.ts';
import type { WriteCache } from './write-cache.ts';

/** What the store's method of this name is asked. */
type Ask<Name extends keyof Store> = Store[Name] extends (ask: infer A) => unknown ? A : never;
/** What the store's method of this name answers. */
type Answer<Name extends keyof Store> = Store[Name] extends (...ask: never[]) => Promise<infer A> ? A : never;
type NewEvent = {
  readonly room: RoomId;
  readonly author: UserId;
  readonly id: EventId;
  readonly type: string;
  readonly body: string | null;
  readonly atMs: number;
};

/** How many rooms a user may be in, and may create. The thread imports nothing that would know. */
export type RoomQuotas = { readonly roomsPerUser: number; readonly roomsCreatedPerUser: number };

const ok = <T>(value: T) => ({ ok: true, value }) as const;
const refuse = <const E>(error: E) => ({ ok: false, error }) as const;

function addEvent(db: SqliteConnection, { room, author, id, type, body, atMs }: NewEvent): RoomEvent {
  const head = db.get<{ head: number }>('UPDATE rooms SET head = head + 1 WHERE id = ? RETURNING head', room)?.head;
  if (head === undefined) throw new Error('an event for a room that is not there');
  const row: EventRow = { room, seq: head, id, author, type, body, at: atMs };
  const insert = `INSERT INTO events (${eventColumns}) VALUES (?, ?, ?, ?, ?, ?, ?)`;
  db.run(insert, room, head, id, author, type, body, atMs);
  return toEvent(row);
}

type NewRoom = { readonly room: RoomId; readonly topic: string; readonly createdBy: UserId | null };

function addRoom(
  db: SqliteConnection,
  { room, topic, createdBy }: NewRoom,
  author: UserId,
  id: EventId,
  atMs: number,
): RoomEvent {
  db.run('INSERT INTO rooms (id, topic, created_by) VALUES (?, ?, ?)', room, topic, createdBy);
  return addEvent(db, { room, author, id, type: 'made', body: JSON.stringify({ topic }), atMs });
}

function addMember(db: SqliteConnection, room: RoomId, user: UserId, id: EventId, atMs: number): RoomEvent {
  const joined = addEvent(db, { room, author: user, id, type: 'joined', body: null, atMs });
  db.run('INSERT INTO memberships (room, user, from_seq) VALUES (?, ?, ?)', room, user, joined.seq);
  db.run('UPDATE rooms SET members = members + 1 WHERE id = ?', room);
  return joined;
}

function endMember(db: SqliteConnection, user: UserId, last: RoomEvent): RoomEvent {
  const end = 'UPDATE memberships SET to_seq = ? WHERE user = ? AND room = ? AND to_seq IS NULL';
  db.run(end, last.seq, user, last.room);
  db.run('UPDATE rooms SET members = members - 1 WHERE id = ?', last.room);
  return last;
}

function addSession(
  db: SqliteConnection,
  user: UserId,
  { id, tokenHash, device, address, ...its }: NewSession,
  stepMs: number,
): void {
  const atMs = its.atMs ?? stepMs;
  const insert =
    'INSERT INTO sessions (id, user, token_hash, device, address, created_ms, last_seen_ms) VALUES (?, ?, ?, ?, ?, ?, ?)';
  db.run(insert, id, user, tokenHash, device, address, atMs, atMs);
}

function endSessions(db: SqliteConnection, user: UserId): SessionId[] {
  return db.all<SessionIdRow>('DELETE FROM sessions WHERE user = ? RETURNING id', user).map(({ id }) => id);
}

const has = (db: SqliteConnection, sql: string, ...values: string[]): boolean => db.get(sql, ...values) !== undefined;
const roomExists = (db: SqliteConnection, room: RoomId): boolean => has(db, 'SELECT 1 FROM rooms WHERE id = ?', room);
const isMember = (db: SqliteConnection, room: RoomId, user: UserId): boolean =>
  has(db, 'SELECT 1 FROM memberships WHERE user = ? AND room = ? AND to_seq IS NULL', user, room);
const isOpen = (db: SqliteConnection, session: SessionId, user: UserId): boolean =>
  has(db, 'SELECT 1 FROM sessions WHERE id = ? AND user = ?', session, user);

function accountWrites(db: SqliteConnection) {
  return {
    createAccount(ask: Ask<'createAccount'>): Result<readonly RoomEvent[], 'name_taken' | 'bad_invite'> {
      const { user, inviteHash, room, atMs } = ask;
      // The invite first: without one, nobody learns which names are taken.
      if (inviteHash && !hasOpenInvite(db, inviteHash, ask.inviteAtMs ?? atMs)) return refuse('bad_invite');
      if (has(db, 'SELECT 1 FROM accounts WHERE user = ?', user)) return refuse('name_taken');
      const insert = 'INSERT INTO accounts (user, password_hash, created_ms) VALUES (?, ?, ?)';
      db.run(insert, user, ask.passwordHash, atMs);
      if (inviteHash) spendInvite(db, inviteHash, user);
      addSession(db, user, ask.session, atMs);
      const newId = () => randomUUID() as string as EventId;
      const made = roomExists(db, room) ? [] : [addRoom(db, { room, topic: '', createdBy: null }, user, newId(), atMs)];
      return ok([...made, addMember(db, room, user, newId(), atMs)]);
    },
    setPassword(ask: Ask<'setPassword'>): readonly SessionId[] {
      db.run('UPDATE accounts SET password_hash = ? WHERE user = ?', ask.passwordHash, ask.user);
      return ask.endSessions ? endSessions(db, ask.user) : [];
    },
    changePassword({ user, session, from, to }: Ask<'changePassword'>): Answer<'changePassword'> {
      if (!isOpen(db, session, user)) return refuse('session_expired');
      const update = 'UPDATE accounts SET password_hash = ? WHERE user = ? AND password_hash = ?';
      if (db.run(update, to, user, from) === 0) return refuse('wrong_credentials');
      const end = 'DELETE FROM sessions WHERE user = ? AND id <> ? RETURNING id';
      return ok(db.all<SessionIdRow>(end, user, session).map(({ id }) => id));
    },
    setDisabled({ user, disabled }: { user: UserId; disabled: boolean }): readonly SessionId[] {
      db.run('UPDATE accounts SET disabled = ? WHERE user = ?', disabled ? 1 : 0, user);
      return disabled ? endSessions(db, user) : [];
    },
  };
}

function sessionWrites(db: SqliteConnection) {
  return {
    openSession({ user, session, atMs, most, deadBeforeMs, inUse }: Ask<'openSession'>): Answer<'openSession'> {
      const bury = 'DELETE FROM sessions WHERE user = ? AND (created_ms < ? OR last_seen_ms < ?) RETURNING id';
      const dead = db.all<SessionIdRow>(bury, user, deadBeforeMs.made, deadBeforeMs.seen).map(({ id }) => id);
      const select = `SELECT ${sessionColumns} FROM sessions s WHERE s.user = ?`;
      const left = leastRecentlyUsedFirst(db.all<SessionRow>(select, user), inUse);
      const displaced = left.slice(0, Math.max(0, left.length - most + 1)).map(({ id }) => id);
      for (const id of displaced) db.run('DELETE FROM sessions WHERE id = ?', id);
      addSession(db, user, session, atMs);
      return [...dead, ...displaced];
    },
    touchSession({ id, atMs, address }: { id: SessionId; atMs: number; address: string | undefined }): void {
      const set = 'last_seen_ms = max(last_seen_ms, ?), address = coalesce(?, address)';
      db.run(`UPDATE sessions SET ${set} WHERE id = ?`, atMs, address ?? null, id);
    },
    endSession({ user, id }: { user: UserId; id: SessionId }): boolean {
      return db.run('DELETE FROM sessions WHERE id = ? AND user = ?', id, user) > 0;
    },
  };
}

function roomWrites(db: SqliteConnection, quotas: RoomQuotas) {
  const isFull = (user: UserId): boolean => {
    const count = 'SELECT count(*) AS n FROM memberships WHERE user = ? AND to_seq IS NULL';
    return (db.get<{ n: number }>(count, user)?.n ?? 0) >= quotas.roomsPerUser;
  };
  const hasCreatedAll = (user: UserId): boolean => {
    const count = 'SELECT count(*) AS n FROM rooms WHERE created_by = ?';
    return (db.get<{ n: number }>(count, user)?.n ?? 0) >= quotas.roomsCreatedPerUser;
  };
  return {
    createRoom(ask: Ask<'createRoom'>): Answer<'createRoom'> {
      const { room, topic, by, session, ids, atMs } = ask;
      if (!isOpen(db, session, by)) return refuse('session_expired');
      if (roomExists(db, room)) return refuse('room_exists');
      if (isFull(by)) return refuse('too_many_rooms');
      if (hasCreatedAll(by)) return refuse('too_many_rooms_created');
      return ok([addRoom(db, { room, topic, createdBy: by }, by, ids[0], atMs), addMember(db, room, by, ids[1], atMs)]);
    },
    join({ room, user, session, id, atMs }: Ask<'join'>): Answer<'join'> {
      if (!isOpen(db, session, user)) return refuse('session_expired');
      if (!roomExists(db, room)) return refuse('no_such_room');
      if (isMember(db, room, user)) return ok(undefined);
      if (isFull(user)) return refuse('too_many_rooms');
      return ok(addMember(db, room, user, id, atMs));
    },
    leave({ room, user, session, id, atMs }: Ask<'leave'>): Answer<'leave'> {
      if (!isOpen(db, session, user)) return refuse('session_expired');
      if (!isMember(db, room, user)) return refuse('not_a_member');
      return ok(endMember(db, user, addEvent(db, { room, author: user, id, type: 'left', body: null, atMs })));
    },
    remove(ask: Ask<'remove'>): Answer<'remove'> {
      const { room, user, by, session, id, atMs } = ask;
      if (!isOpen(db, session, by)) return refuse('session_expired');
      const refused = removalRefusal({
        byIsMember: isMember(db, room, by),
        byMadeIt: has(db, 'SELECT 1 FROM events WHERE room = ? AND seq = 1 AND author = ?', room, by),
        userIsMember: isMember(db, room, user),
      });
      if (refused) return refuse(refused);
      const body = JSON.stringify({ user });
      return ok(endMember(db, user, addEvent(db, { room, author: by, id, type: 'removed', body, atMs })));
    },
  };
}

function eventWrites(db: SqliteConnection, standing: WriteCache) {
  // A retry finds what an earlier try stored, whatever has become of the membership since (G2).
  const earlier = ({ room, author, id, body }: PackedDraft): Answer<'append'> | undefined => {
    const row = db.get<EventRow>(`SELECT ${eventColumns} FROM events WHERE author = ? AND id = ?`, author, id);
    if (!row) return undefined;
    const event = toEvent(row);
    const same = event.type === 'message' && event.room === room && isDeepStrictEqual(event.body, JSON.parse(body));
    return same ? ok({ event, duplicate: true }) : refuse('id_reused');
  };
  // Whether the id was used before is left to its index: most were not, and need not be looked up before they are put there.
  const insert = `INSERT INTO events (${eventColumns}) VALUES (?, ?, ?, ?, 'message', ?, ?) ON CONFLICT DO NOTHING`;
  return {
    /** The seq of the new event, or what else became of the draft. */
    append(line: PackedDraft): Seq | Answer<'append'> {
      const { room, author, session, id, body, atMs } = line;
      const head = standing.headFor(session, author, room);
      if (typeof head === 'string') return earlier(line) ?? refuse(head);
      if (db.run(insert, room, head.seq + 1, id, author, body, atMs) === 0) {
        const before = earlier(line);
        if (before) return before;
        throw new Error('a seq that is taken');
      }
      standing.advance(head);
      return head.seq;
    },
  };
}

/** Every step that changes the database, by name. Each runs inside a transaction that the caller holds; `standing` is its. */
export function createWrites(db: SqliteConnection, standing: WriteCache, quotas: RoomQuotas) {
  return {
    ...accountWrites(db),
    ...inviteWrites(db),
    ...sessionWrites(db),
    ...roomWrites(db, quotas),
    ...eventWrites(db, standing),
  };
}

export type Writes = ReturnType<typeof createWrites>;
