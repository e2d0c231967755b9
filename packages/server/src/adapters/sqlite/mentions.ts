// Runs in the writer thread: node builtins, relative files and types only.
import type { RoomId, Seq } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import { takePage } from '../../domain/page-size.ts';
import type { MentionsAsk } from '../../ports/store.ts';
import type { SqliteConnection } from './database.ts';
import type { PackedDraft } from './packed-draft.ts';
import { type EventRow, eventColumns, toEvent } from './rows.ts';

/** Stores whom a new message mentions: those of its names that are other members' at this moment. */
export function insertMentions(db: SqliteConnection, { room, author, names }: PackedDraft, seq: Seq): void {
  const insert = `INSERT INTO mentions (user, room, seq, number)
    SELECT m.user, e.room, e.seq, e.number FROM events e, memberships m
    WHERE e.room = +? AND e.seq = +? AND m.room = e.room AND m.to_seq IS NULL AND m.user <> +?
      AND m.user IN (SELECT value FROM json_each(+?))`;
  db.run(insert, room, seq, author, JSON.stringify(names));
}

/** Removes whom a message mentioned. The table is ordered by user. */
export function removeMentions(db: SqliteConnection, room: RoomId, seq: Seq): void {
  const members = 'SELECT DISTINCT user FROM memberships WHERE room = +?';
  db.run(`DELETE FROM mentions WHERE room = +? AND seq = +? AND user IN (${members})`, room, seq, room);
}

type Place = { readonly room: RoomId; readonly seq: Seq };

/** Reads no more events than are taken from it. */
function* eventsAt(db: SqliteConnection, places: readonly Place[]): Generator<RoomEvent> {
  for (const { room, seq } of places) {
    const row = db.get<EventRow>(`SELECT ${eventColumns} FROM events WHERE room = ? AND seq = ?`, room, seq);
    if (row) yield toEvent(row);
  }
}

/** The read of mentions. */
export function mentionReads(db: SqliteConnection) {
  return {
    async mentions({ user, before, limit }: MentionsAsk): Promise<readonly RoomEvent[]> {
      const numberOf = 'SELECT number FROM events WHERE room = ? AND seq = ?';
      const found = before && db.get<{ number: number }>(numberOf, before.room, before.seq);
      if (before && !found) return [];
      const select = `SELECT n.room, n.seq FROM mentions n
        JOIN memberships m ON m.user = n.user AND m.room = n.room AND m.to_seq IS NULL
        WHERE n.user = +? AND n.number < +? ORDER BY n.number DESC LIMIT +?`;
      const places = db.all<Place>(select, user, found?.number ?? Number.MAX_SAFE_INTEGER, limit.events);
      return takePage(eventsAt(db, places), limit);
    },
  };
}
