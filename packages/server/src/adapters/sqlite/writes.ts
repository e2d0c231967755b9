// Runs in the writer thread: node builtins, relative files and types only.
import type { Seq } from '@securechat/protocol/ids';
import { decideAppend } from '../../domain/decide-append.ts';
import { accountWrites } from './account-writes.ts';
import type { SqliteConnection } from './database.ts';
import { inviteWrites } from './invites.ts';
import type { Answer } from './method-types.ts';
import type { PackedDraft } from './packed-draft.ts';
import { roomWrites } from './room-writes.ts';
import { type EventRow, eventColumns, toEvent } from './rows.ts';
import type { WriteCache } from './write-cache.ts';

function eventWrites(db: SqliteConnection, cache: WriteCache) {
  const select = `SELECT ${eventColumns} FROM events WHERE author = ? AND id = ?`;
  const insert = `INSERT INTO events (${eventColumns}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
  return {
    /** Returns the seq of the new event, or why none was stored. */
    append(draft: PackedDraft): Seq | Answer<'append'> {
      const { room, author, session, id, type, payload, atMs } = draft;
      const facts = cache.factsOf(session, author, room);
      // Most ids are new. The unique index reports one that is not, which saves a read for each draft.
      if (
        decideAppend(facts, draft).ok &&
        db.run(insert, room, facts.head.seq + 1, id, author, type, payload, atMs) > 0
      ) {
        cache.advance(facts.head);
        return facts.head.seq;
      }
      const row = db.get<EventRow>(select, author, id);
      const earlier = row && { room: row.room, type: row.type, payload: row.body ?? 'null' };
      const decided = decideAppend({ ...facts, earlier }, draft);
      if (!decided.ok) return decided;
      if (!row) throw new Error('a seq that is taken');
      return { ok: true, value: { event: toEvent(row), duplicate: decided.value.duplicate } };
    },
  };
}

/** Every step that changes the database, by name. Each runs inside a transaction of the caller; `cache` belongs to that transaction. */
export function createWrites(db: SqliteConnection, cache: WriteCache) {
  return { ...accountWrites(db), ...inviteWrites(db), ...roomWrites(db), ...eventWrites(db, cache) };
}

export type Writes = ReturnType<typeof createWrites>;
