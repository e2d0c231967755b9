// Runs in the writer thread: node builtins, relative files and types only.
import type { RoomId, Seq, UserId } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import { decideAppend } from '../../domain/decide-append.ts';
import {
  actionOf,
  type ChangedMessage,
  decideMessageChange,
  type MessageChange,
  type MessageChangeType,
} from '../../domain/decide-message-change.ts';
import { accept } from '../../domain/decision.ts';
import { toBody } from '../../domain/new-event.ts';
import type { ChangedState } from '../../ports/store.ts';
import type { SqliteConnection } from './database.ts';
import { insertMentions, removeMentions } from './mentions.ts';
import type { Answer } from './method-types.ts';
import type { PackedDraft } from './packed-draft.ts';
import { currentBody, type EventRow, eventColumns, toEvent } from './rows.ts';
import type { WriteCache } from './write-cache.ts';

const deletedBody = '{"kind":"deleted"}';

type MessageRow = Pick<ChangedMessage, 'author' | 'at' | 'body'> & {
  readonly rev: Seq | null;
  readonly editedRev: Seq | null;
  readonly deletedRev: Seq | null;
};

/** A message that the asker may see, as it is now; without an asker, any. */
function visibleMessage(
  db: SqliteConnection,
  room: RoomId,
  seq: Seq,
  asker: UserId | undefined,
): ChangedMessage | undefined {
  const select = `SELECT e.author, e.at, s.rev, s.edited_rev AS editedRev, s.deleted_rev AS deletedRev,
      ${currentBody} AS body
    FROM events e LEFT JOIN message_states s ON s.room = e.room AND s.seq = e.seq
    WHERE e.room = ? AND e.seq = ? AND e.type = 'message' AND (? IS NULL OR EXISTS (SELECT 1 FROM memberships m
      WHERE m.user = ? AND m.room = e.room AND m.visible_from <= e.seq AND (m.to_seq IS NULL OR m.to_seq >= e.seq)))`;
  const row = db.get<MessageRow>(select, room, seq, asker ?? null, asker ?? null);
  if (!row) return undefined;
  const { rev, editedRev, deletedRev, ...message } = row;
  return { ...message, rev: rev ?? seq, bodyRev: editedRev ?? seq, deletedRev: deletedRev ?? undefined };
}

function eventAt(db: SqliteConnection, room: RoomId, seq: Seq): RoomEvent {
  const row = db.get<EventRow>(`SELECT ${eventColumns} FROM events WHERE room = ? AND seq = ?`, room, seq);
  if (!row) throw new Error('a state without its event');
  return toEvent(row);
}

/** Overwrites the text of a message, and those that it had before. It mentions nobody any more. */
export function blank(db: SqliteConnection, room: RoomId, target: Seq): void {
  removeMentions(db, room, target);
  db.run('UPDATE events SET body = ? WHERE room = ? AND seq = ?', deletedBody, room, target);
  const edits = 'SELECT seq FROM message_edits WHERE room = ? AND target = ?';
  const update = `UPDATE events SET body = json_set(body, '$.body', json(?)) WHERE room = ? AND seq IN (${edits})`;
  db.run(update, deletedBody, room, room, target);
}

function store(db: SqliteConnection, draft: PackedDraft, { target }: MessageChange, seq: Seq): void {
  const { room, type } = draft;
  const isEdit = type === 'message-edited';
  const upsert = `INSERT INTO message_states (room, seq, rev, edited_rev, deleted_rev) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET rev = excluded.rev, edited_rev = coalesce(excluded.edited_rev, edited_rev), deleted_rev = excluded.deleted_rev`;
  db.run(upsert, room, target, seq, isEdit ? seq : null, isEdit ? null : seq);
  if (isEdit) {
    removeMentions(db, room, target);
    db.run('INSERT INTO message_edits (room, target, seq) VALUES (?, ?, ?)', room, target, seq);
    if (draft.names.length > 0) insertMentions(db, draft, target);
  } else {
    blank(db, room, target);
    db.run('UPDATE meta SET deletions = deletions + 1');
  }
}

/** All of it or, if it throws, nothing. */
function inSavepoint(db: SqliteConnection, step: () => void): void {
  db.run('SAVEPOINT change');
  try {
    step();
  } catch (thrown) {
    if (db.inTransaction) db.run('ROLLBACK TO change');
    throw thrown;
  } finally {
    if (db.inTransaction) db.run('RELEASE change');
  }
}

/** Stores a draft that changes a message, and what it changes. */
export function changeMessage(
  db: SqliteConnection,
  cache: WriteCache,
  draft: PackedDraft,
  change: MessageChange,
): Answer<'append'> {
  const { room, author, session, id, type, payload, atMs } = draft;
  const row = db.get<EventRow>(`SELECT ${eventColumns} FROM events WHERE author = ? AND id = ?`, author, id);
  const earlier = row && { room: row.room, type: row.type, payload: row.body ?? 'null' };
  const known = cache.factsOf(session, author, room);
  const isAdministrator =
    known.kind === 'public' && db.get('SELECT 1 FROM accounts WHERE user = ? AND administrator', author) !== undefined;
  const facts = { ...known, earlier, isAdministrator };
  const message = visibleMessage(db, room, change.target, isAdministrator ? undefined : author);
  const kind = type as MessageChangeType;
  const decided = decideAppend(facts, draft, actionOf(kind, author, message));
  if (!decided.ok) return decided;
  if (row) return accept({ event: toEvent(row), duplicate: true });
  const changed = decideMessageChange({ by: author, atMs, message }, kind, change);
  if (!changed.ok) return changed;
  const { duplicateOf } = changed.value;
  if (duplicateOf !== undefined) return accept({ event: eventAt(db, room, duplicateOf), duplicate: true });
  const seq = known.head.seq + 1;
  const insert = `INSERT INTO events (${eventColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
  inSavepoint(db, () => {
    db.run(insert, room, seq, id, author, type, payload, atMs, null, null);
    store(db, draft, change, seq);
  });
  cache.advance(known.head, null);
  const event = { room, seq, id, author, type, body: payload, at: atMs, n: null, everybody: null };
  return accept({ event: toEvent(event), duplicate: false });
}

type StateRow = {
  readonly seq: Seq;
  readonly rev: Seq;
  readonly edited: number | null;
  readonly body: string | null;
  readonly by: UserId | null;
  readonly at: number | null;
  readonly reason: string | null;
};

function toState({ seq, rev, edited, body, by, at, reason }: StateRow): ChangedState {
  const isDeleted = by !== null && at !== null;
  const deleted = isDeleted && { deleted: { by, at, ...(reason !== null && { reason }) } };
  const state = { seq, rev, ...(edited !== null && { edited }), ...deleted };
  return { state, body: isDeleted ? { kind: 'deleted' } : body === null ? undefined : toBody(JSON.parse(body)) };
}

/** The reads of what messages have become. */
export function messageStateReads(db: SqliteConnection) {
  return {
    async changedMessages(room: RoomId, seqs: readonly Seq[]): Promise<ReadonlyMap<Seq, ChangedState>> {
      const select = `SELECT s.seq, s.rev, x.at AS edited, x.body -> '$.body' AS body, d.author AS "by", d.at, d.body ->> '$.reason' AS reason
        FROM message_states s
        LEFT JOIN events x ON x.room = s.room AND x.seq = s.edited_rev
        LEFT JOIN events d ON d.room = s.room AND d.seq = s.deleted_rev
        WHERE s.room = +? AND s.seq IN (SELECT value FROM json_each(+?))`;
      const rows = db.all<StateRow>(select, room, JSON.stringify(seqs));
      return new Map(rows.map((row) => [row.seq, toState(row)]));
    },
  };
}
