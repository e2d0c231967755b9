// Runs in the writer thread: node builtins, relative files and types only.
import type { RoomId } from '@securechat/protocol/ids';
import type { RoomKind } from '@securechat/protocol/model';
import { decideDeletion } from '../../domain/decide-deletion.ts';
import { accept } from '../../domain/decision.ts';
import { emptyProfile } from '../../domain/profile.ts';
import { accountOf, endSessions, newEventId, setProfile } from './account-writes.ts';
import type { SqliteConnection } from './database.ts';
import type { Answer, Ask } from './method-types.ts';
import { succeedOwner } from './owner-writes.ts';
import { insertEvent } from './room-writes.ts';
import type { SessionIdRow } from './rows.ts';

/** An invitation behind another one takes its place, or ends alone. */
const invitationsOf = [
  'DELETE FROM invitations WHERE user = ?',
  'UPDATE invitations SET delivered_by = NULL, delivered_ms = NULL WHERE delivered_by = ?',
  `UPDATE invitations SET inviter = delivered_by, at_ms = delivered_ms, delivered_by = NULL, delivered_ms = NULL
    WHERE inviter = ? AND delivered_by IS NOT NULL`,
  'DELETE FROM invitations WHERE inviter = ?',
];

/** The write step that deletes an account. */
export function deletionWrites(db: SqliteConnection) {
  return {
    deleteAccount(ask: Ask<'deleteAccount'>): Answer<'deleteAccount'> {
      const { user, atMs } = ask;
      const sessions = db.all<SessionIdRow>('SELECT id FROM sessions WHERE user = ?', user).map(({ id }) => id);
      const select = `SELECT m.room, r.kind FROM memberships m JOIN rooms r ON r.id = m.room
        WHERE m.user = ? AND m.to_seq IS NULL ORDER BY m.room`;
      const rooms = db.all<{ room: RoomId; kind: RoomKind }>(select, user);
      const decided = decideDeletion({ account: accountOf(db, user), sessions, rooms }, ask, newEventId);
      if (!decided.ok) return decided;
      db.run(
        "UPDATE accounts SET password_hash = '', disabled = 1, administrator = 0, deleted_ms = ? WHERE user = ?",
        atMs,
        user,
      );
      setProfile(db, user, emptyProfile);
      for (const sql of invitationsOf) db.run(sql, user);
      db.run('DELETE FROM user_state WHERE user = ?', user);
      db.run('DELETE FROM user_state_heads WHERE user = ?', user);
      db.run('INSERT OR IGNORE INTO deleted_tokens SELECT token_hash FROM sessions WHERE user = ?', user);
      endSessions(db, sessions);
      const succession = succeedOwner(db, user, atMs);
      const events = [...succession, ...decided.value.events.map((event) => insertEvent(db, event))];
      const close = "UPDATE memberships SET role = 'reader' WHERE room = ? AND to_seq IS NULL";
      for (const room of decided.value.closed) db.run(close, room);
      return accept({ sessions, events });
    },
  };
}
