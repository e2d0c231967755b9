// Runs in the writer thread: node builtins, relative files and types only.
import type { Seq } from '@securechat/protocol/ids';
import { decideAppend } from '../../domain/decide-append.ts';
import { accountWrites } from './account-writes.ts';
import type { SqliteConnection } from './database.ts';
import { deletionWrites } from './deletion-writes.ts';
import { invitationWrites } from './invitations.ts';
import { inviteWrites } from './invites.ts';
import { insertMentions } from './mentions.ts';
import { changeMessage } from './message-changes.ts';
import type { Answer } from './method-types.ts';
import { ownerWrites } from './owner-writes.ts';
import type { PackedDraft } from './packed-draft.ts';
import { roomDeletionWrites } from './room-deletion.ts';
import { roomWrites } from './room-writes.ts';
import { type EventRow, eventColumns, toEvent } from './rows.ts';
import { removeEntries, userStateWrites } from './user-state.ts';
import type { WriteCache } from './write-cache.ts';

function eventWrites(db: SqliteConnection, cache: WriteCache) {
  const select = `SELECT ${eventColumns} FROM events WHERE author = ? AND id = ?`;
  const insert = `INSERT INTO events (${eventColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
  return {
    /** Returns the seq of the new event, or why none was stored. */
    append(draft: PackedDraft): Seq | Answer<'append'> {
      const { room, author, session, id, type, payload, atMs, everybody = null, changes } = draft;
      if (changes) return changeMessage(db, cache, draft, changes);
      const facts = cache.factsOf(session, author, room);
      const n = type === 'message' ? facts.head.messages + 1 : null;
      // Most ids are new. The unique index reports one that is not, which saves a read for each draft.
      if (
        decideAppend(facts, draft).ok &&
        db.run(insert, room, facts.head.seq + 1, id, author, type, payload, atMs, n, everybody) > 0
      ) {
        cache.advance(facts.head, n);
        if (draft.names.length > 0) insertMentions(db, draft, facts.head.seq);
        const stateVer = draft.removesDraft ? removeEntries(db, author, room, ['draft'])?.ver : undefined;
        if (stateVer === undefined) return facts.head.seq;
        const event = toEvent({ room, seq: facts.head.seq, id, author, type, body: payload, at: atMs, n, everybody });
        return { ok: true, value: { event, duplicate: false, stateVer } };
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
  return {
    ...accountWrites(db),
    ...deletionWrites(db),
    ...inviteWrites(db),
    ...roomWrites(db),
    ...roomDeletionWrites(db),
    ...invitationWrites(db),
    ...userStateWrites(db),
    ...ownerWrites(db),
    ...eventWrites(db, cache),
  };
}

export type Writes = ReturnType<typeof createWrites>;
