// Runs in the writer thread: node builtins, relative files and types only.
import type { RoomId, RoomName, UserId } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import type { Result } from '@securechat/protocol/result';
import { decideRoom } from '../../domain/decide-room.ts';
import type { BansUser, NewEvent, RoomEffect, SetsPolicy } from '../../domain/new-event.ts';
import type { RoomCommand, RoomFacts, RoomRefusal } from '../../domain/room-command.ts';
import type { SqliteConnection } from './database.ts';
import { type EventRow, eventColumns, toEvent } from './rows.ts';

type FactsRow = { readonly memberships: number } & {
  readonly [Name in Exclude<keyof RoomFacts, 'joinedRooms' | 'isArchived'>]: RoomFacts[Name] extends boolean | number
    ? number
    : RoomFacts[Name] | null;
};

const facts = `SELECT
  EXISTS (SELECT 1 FROM sessions WHERE id = ask.session AND user = ask.asker) AS sessionOpen,
  r.kind, r.name, r.topic,
  r.kind = 'public' AND r.created_by IS NULL AS isServers, r.archived_ms AS archivedMs,
  r.inviters, iif(r.id IS NULL, NULL, iif(r.shared_from IS NULL, 'joined', 'shared')) AS history,
  EXISTS (SELECT 1 FROM rooms WHERE name = ask.name AND kind = 'public' AND id <> ask.room)
    OR EXISTS (SELECT 1 FROM former_names WHERE name = ask.name AND room <> ask.room AND until_ms > ask.at) AS nameTaken,
  (SELECT role FROM memberships WHERE user = ask.asker AND room = ask.room AND to_seq IS NULL) AS role,
  (SELECT role FROM memberships WHERE user = ask.asker AND room = ask.room ORDER BY from_seq DESC LIMIT 1) AS formerRole,
  (SELECT role FROM memberships WHERE user = ask.target AND room = ask.room AND to_seq IS NULL) AS targetRole,
  EXISTS (SELECT 1 FROM accounts WHERE user = ask.target) AS targetExists,
  (SELECT count(*) FROM memberships m JOIN accounts a ON a.user = m.user WHERE m.room = ask.room AND m.to_seq IS NULL
    AND m.role = 'owner' AND a.disabled = 0) AS owners,
  (SELECT count(*) FROM memberships m JOIN accounts a ON a.user = m.user WHERE m.room = ask.room AND m.to_seq IS NULL
    AND m.role = 'owner' AND m.user <> coalesce(ask.target, ask.asker) AND a.disabled = 0) AS otherOwners,
  EXISTS (SELECT 1 FROM memberships m JOIN accounts a ON a.user = m.user
    WHERE m.room = ask.room AND m.to_seq IS NULL AND m.user <> ask.asker AND a.disabled = 0) AS hasOthers,
  (SELECT coalesce(until_ms, 9e999) FROM bans WHERE room = ask.room AND user = ask.asker) AS bannedUntilMs,
  (SELECT coalesce(until_ms, 9e999) FROM bans WHERE room = ask.room AND user = ask.target) AS targetBannedUntilMs,
  coalesce((SELECT administrator FROM accounts WHERE user = ask.asker), 0) AS isAdministrator,
  EXISTS (SELECT 1 FROM accounts WHERE user = ask.target AND disabled = 0) AS targetIsActive,
  EXISTS (SELECT 1 FROM direct_rooms
    WHERE low = min(ask.asker, ask.target) AND high = max(ask.asker, ask.target)) AS directExists,
  (SELECT count(*) FROM direct_rooms WHERE low = ask.target OR high = ask.target) AS targetDirectRooms,
  (SELECT count(*) FROM direct_rooms WHERE low = ask.asker OR high = ask.asker) AS directRooms,
  (SELECT count(*) FROM memberships WHERE user = ask.asker AND to_seq IS NULL) AS memberships,
  (SELECT count(*) FROM rooms WHERE created_by = ask.asker) AS createdRooms
  FROM (SELECT ? AS room, ? AS asker, ? AS session, ? AS target, ? AS name, ? AS at) ask LEFT JOIN rooms r ON r.id = ask.room`;

/** The parts of a command that decide which facts it needs. */
type FactsAsk = Pick<RoomCommand, 'room' | 'by' | 'session' | 'atMs'> & {
  readonly user?: UserId | undefined;
  readonly name?: RoomName | undefined;
};

/** The facts about a room, the user who asks, and the user whom it is about. */
export function roomFacts(db: SqliteConnection, { room, by, session, atMs, user, name }: FactsAsk): RoomFacts {
  const row = db.get<FactsRow>(facts, room, by, session, user ?? null, name ?? null, atMs);
  if (!row) throw new Error('a left join of one row has one row');
  return {
    sessionOpen: row.sessionOpen !== 0,
    kind: row.kind ?? undefined,
    name: row.name || undefined,
    topic: row.topic ?? undefined,
    inviters: row.inviters ?? undefined,
    history: row.history ?? undefined,
    isServers: row.isServers === 1,
    isArchived: row.archivedMs !== null,
    archivedMs: row.archivedMs ?? undefined,
    nameTaken: row.nameTaken !== 0,
    role: row.role ?? undefined,
    formerRole: row.formerRole ?? undefined,
    targetRole: row.targetRole ?? undefined,
    targetExists: row.targetExists !== 0,
    owners: row.owners,
    otherOwners: row.otherOwners,
    hasOthers: row.hasOthers !== 0,
    bannedUntilMs: row.bannedUntilMs ?? undefined,
    targetBannedUntilMs: row.targetBannedUntilMs ?? undefined,
    isAdministrator: row.isAdministrator !== 0,
    targetIsActive: row.targetIsActive !== 0,
    directExists: row.directExists !== 0,
    targetDirectRooms: row.targetDirectRooms,
    directRooms: row.directRooms,
    joinedRooms: row.memberships - row.directRooms,
    createdRooms: row.createdRooms,
  };
}

/** A history that is shared from now on begins with the event, which is the newest. */
function setPolicy(db: SqliteConnection, room: RoomId, { inviters, history }: SetsPolicy): void {
  if (inviters !== undefined) db.run('UPDATE rooms SET inviters = ? WHERE id = ?', inviters, room);
  const from = history === 'shared' ? 'head' : 'NULL';
  if (history !== undefined) db.run(`UPDATE rooms SET shared_from = ${from} WHERE id = ?`, room);
}

function describeRoom(db: SqliteConnection, room: RoomId, effect: RoomEffect): void {
  if (effect.kind === 'sets-topic') db.run('UPDATE rooms SET topic = ? WHERE id = ?', effect.topic, room);
  if (effect.kind === 'sets-policy') setPolicy(db, room, effect);
  if (effect.kind === 'archives-room')
    db.run('UPDATE rooms SET archived_ms = ? WHERE id = ?', effect.sinceMs ?? null, room);
  if (effect.kind !== 'renames-room') return;
  const { from, to, untilMs, maxFormerNames } = effect;
  db.run('UPDATE rooms SET name = ? WHERE id = ?', to, room);
  if (from === undefined) return;
  db.run('DELETE FROM former_names WHERE name = ?', to);
  const newest = 'SELECT name FROM former_names WHERE room = ? ORDER BY until_ms DESC LIMIT ?';
  db.run(`DELETE FROM former_names WHERE room = ? AND name NOT IN (${newest})`, room, room, maxFormerNames - 1);
  db.run('INSERT OR REPLACE INTO former_names (name, room, until_ms) VALUES (?, ?, ?)', from, room, untilMs);
}

function endMembership(db: SqliteConnection, { room, seq }: EventRow, user: UserId): void {
  const end = 'UPDATE memberships SET to_seq = ? WHERE user = ? AND room = ? AND to_seq IS NULL';
  db.run(end, seq, user, room);
  db.run('UPDATE rooms SET members = members - 1 WHERE id = ?', room);
}

function ban(db: SqliteConnection, row: EventRow, { user, untilMs, reason, endsMembership }: BansUser): void {
  const { room, author, at } = row;
  if (endsMembership) endMembership(db, row, user);
  db.run('DELETE FROM invitations WHERE user = ? AND room = ?', user, room);
  const insert = 'INSERT OR REPLACE INTO bans (room, user, by, at_ms, until_ms, reason) VALUES (?, ?, ?, ?, ?, ?)';
  db.run(insert, room, user, author, at, untilMs ?? null, reason ?? null);
}

function changeMembership(db: SqliteConnection, row: EventRow, effect: RoomEffect): void {
  const { room } = row;
  switch (effect.kind) {
    case 'starts-membership': {
      const start = `INSERT INTO memberships (room, user, from_seq, visible_from, role)
        SELECT id, ?, head, coalesce(shared_from, head), ? FROM rooms WHERE id = ?`;
      db.run(start, effect.user, effect.role, room);
      db.run('UPDATE rooms SET members = members + 1 WHERE id = ?', room);
      db.run('DELETE FROM invitations WHERE user = ? AND room = ?', effect.user, room);
      break;
    }
    case 'ends-membership':
      endMembership(db, row, effect.user);
      break;
    case 'bans-user':
      ban(db, row, effect);
      break;
    case 'unbans-user':
      db.run('DELETE FROM bans WHERE room = ? AND user = ?', room, effect.user);
      break;
    case 'sets-role': {
      const set = 'UPDATE memberships SET role = ? WHERE user = ? AND room = ? AND to_seq IS NULL';
      db.run(set, effect.role, effect.user, room);
      break;
    }
  }
}

/** Stores a decided event under the next seq of its room, together with its effect. */
export function insertEvent(
  db: SqliteConnection,
  { room, author, id, type, payload, atMs, effect }: NewEvent,
): RoomEvent {
  if (effect.kind === 'creates-room') {
    const { roomKind, name, topic, history, people, createdBy } = effect;
    const insert = 'INSERT INTO rooms (id, kind, name, topic, shared_from, created_by) VALUES (?, ?, ?, ?, ?, ?)';
    db.run(insert, room, roomKind, name ?? '', topic, history === 'shared' ? 1 : null, createdBy ?? null);
    if (people) db.run('INSERT INTO direct_rooms (low, high, room) VALUES (?, ?, ?)', ...people, room);
  }
  const head = db.get<{ head: number }>('UPDATE rooms SET head = head + 1 WHERE id = ? RETURNING head', room)?.head;
  if (head === undefined) throw new Error('an event for a room that does not exist');
  const body = payload === undefined ? null : JSON.stringify(payload);
  const row: EventRow = { room, seq: head, id, author, type, body, at: atMs, n: null, everybody: null };
  const insert = `INSERT INTO events (${eventColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)`;
  db.run(insert, room, head, id, author, type, body, atMs);
  changeMembership(db, row, effect);
  describeRoom(db, room, effect);
  return toEvent(row);
}

/** The write steps for rooms. */
export function roomWrites(db: SqliteConnection) {
  return {
    changeRoom(command: RoomCommand): Result<readonly RoomEvent[], RoomRefusal> {
      const decided = decideRoom(roomFacts(db, command), command);
      return decided.ok ? { ok: true, value: decided.value.map((event) => insertEvent(db, event)) } : decided;
    },
  };
}
