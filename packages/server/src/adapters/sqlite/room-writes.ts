// Runs in the writer thread: node builtins, relative files and types only.
import type { RoomId } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import type { Result } from '@securechat/protocol/result';
import { decideRoom, type RoomCommand, type RoomFacts, type RoomRefusal } from '../../domain/decide-room.ts';
import type { NewEvent } from '../../domain/new-event.ts';
import type { SqliteConnection } from './database.ts';
import { type EventRow, eventColumns, toEvent } from './rows.ts';

type FactsRow = {
  readonly [Name in keyof RoomFacts]: RoomFacts[Name] extends boolean | number ? number : RoomFacts[Name] | null;
};

const facts = `SELECT
  EXISTS (SELECT 1 FROM sessions WHERE id = ? AND user = ?) AS sessionOpen,
  EXISTS (SELECT 1 FROM rooms WHERE id = ?) AS roomExists,
  EXISTS (SELECT 1 FROM rooms WHERE name = ? AND kind = 'public' AND id <> ?)
    OR EXISTS (SELECT 1 FROM former_names WHERE name = ? AND room <> ? AND until_ms > ?) AS nameTaken,
  (SELECT name FROM rooms WHERE id = ?) AS name,
  (SELECT topic FROM rooms WHERE id = ?) AS topic,
  EXISTS (SELECT 1 FROM memberships WHERE user = ? AND room = ? AND to_seq IS NULL) AS isMember,
  EXISTS (SELECT 1 FROM rooms WHERE id = ? AND created_by = ?) AS isOwner,
  EXISTS (SELECT 1 FROM memberships WHERE user = ? AND room = ? AND to_seq IS NULL) AS targetIsMember,
  (SELECT count(*) FROM memberships WHERE user = ? AND to_seq IS NULL) AS joinedRooms,
  (SELECT count(*) FROM rooms WHERE created_by = ?) AS createdRooms`;

function roomFacts(db: SqliteConnection, command: RoomCommand): RoomFacts {
  const { room, by, session } = command;
  const target = 'user' in command ? command.user : null;
  const name = 'name' in command ? command.name : null;
  const named = [name, room, name, room, command.atMs, room, room];
  const row = db.get<FactsRow>(facts, session, by, room, ...named, by, room, room, by, target, room, by, by);
  if (!row) throw new Error('a SELECT without FROM has one row');
  return {
    sessionOpen: row.sessionOpen !== 0,
    roomExists: row.roomExists !== 0,
    nameTaken: row.nameTaken !== 0,
    name: row.name ?? undefined,
    topic: row.topic ?? undefined,
    isMember: row.isMember !== 0,
    isOwner: row.isOwner !== 0,
    targetIsMember: row.targetIsMember !== 0,
    joinedRooms: row.joinedRooms,
    createdRooms: row.createdRooms,
  };
}

function describeRoom(db: SqliteConnection, room: RoomId, effect: NewEvent['effect']): void {
  if (effect.kind === 'sets-topic') db.run('UPDATE rooms SET topic = ? WHERE id = ?', effect.topic, room);
  if (effect.kind !== 'renames-room') return;
  const { from, to, untilMs, maxFormerNames } = effect;
  db.run('UPDATE rooms SET name = ? WHERE id = ?', to, room);
  db.run('DELETE FROM former_names WHERE name = ?', to);
  const newest = 'SELECT name FROM former_names WHERE room = ? ORDER BY until_ms DESC LIMIT ?';
  db.run(`DELETE FROM former_names WHERE room = ? AND name NOT IN (${newest})`, room, room, maxFormerNames - 1);
  db.run('INSERT OR REPLACE INTO former_names (name, room, until_ms) VALUES (?, ?, ?)', from, room, untilMs);
}

/** Stores a decided event under the next seq of its room, together with its effect. */
export function insertEvent(
  db: SqliteConnection,
  { room, author, id, type, payload, atMs, effect }: NewEvent,
): RoomEvent {
  if (effect.kind === 'creates-room') {
    const { roomKind, name, topic, createdBy } = effect;
    const insert = 'INSERT INTO rooms (id, kind, name, topic, created_by) VALUES (?, ?, ?, ?, ?)';
    db.run(insert, room, roomKind, name, topic, createdBy ?? null);
  }
  const head = db.get<{ head: number }>('UPDATE rooms SET head = head + 1 WHERE id = ? RETURNING head', room)?.head;
  if (head === undefined) throw new Error('an event for a room that does not exist');
  const body = payload === undefined ? null : JSON.stringify(payload);
  const row: EventRow = { room, seq: head, id, author, type, body, at: atMs };
  const insert = `INSERT INTO events (${eventColumns}) VALUES (?, ?, ?, ?, ?, ?, ?)`;
  db.run(insert, room, head, id, author, type, body, atMs);
  if (effect.kind === 'starts-membership') {
    db.run('INSERT INTO memberships (room, user, from_seq) VALUES (?, ?, ?)', room, effect.user, head);
    db.run('UPDATE rooms SET members = members + 1 WHERE id = ?', room);
  } else if (effect.kind === 'ends-membership') {
    const end = 'UPDATE memberships SET to_seq = ? WHERE user = ? AND room = ? AND to_seq IS NULL';
    db.run(end, head, effect.user, room);
    db.run('UPDATE rooms SET members = members - 1 WHERE id = ?', room);
  }
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
