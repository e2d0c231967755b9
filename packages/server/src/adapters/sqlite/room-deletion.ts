// Runs in the writer thread: node builtins, relative files and types only.
import type { RoomId, UserId } from '@securechat/protocol/ids';
import { decideRoomDeletion } from '../../domain/decide-archive.ts';
import { accept } from '../../domain/decision.ts';
import type { DeleteRoom } from '../../domain/room-command.ts';
import type { StateRemoval } from '../../ports/user-state-store.ts';
import type { SqliteConnection } from './database.ts';
import type { Answer } from './method-types.ts';
import { roomFacts } from './room-writes.ts';
import { removeEntries } from './user-state.ts';

type UserRow = { readonly user: UserId };

/** What belongs to a room. The table of mentions is ordered by user. */
const belongings = [
  'DELETE FROM mentions WHERE (user, room) IN (SELECT user, room FROM memberships WHERE room = ?)',
  'DELETE FROM bans WHERE room = ?',
  'DELETE FROM invitations WHERE room = ?',
  'DELETE FROM room_links WHERE room = ?',
  'DELETE FROM former_names WHERE room = ?',
  'DELETE FROM events WHERE room = ?',
  'DELETE FROM memberships WHERE room = ?',
];

/** What everybody who was ever a member keeps of the room. */
function removeStateOf(db: SqliteConnection, room: RoomId): readonly StateRemoval[] {
  const everybody = db.all<UserRow>('SELECT DISTINCT user FROM memberships WHERE room = ?', room);
  return everybody.flatMap(({ user }) => removeEntries(db, user, room) ?? []);
}

/** The write step that deletes a room. What it deletes is overwritten (`secure_delete`). */
export function roomDeletionWrites(db: SqliteConnection) {
  return {
    deleteRoom(command: DeleteRoom): Answer<'deleteRoom'> {
      const { room } = command;
      const decided = decideRoomDeletion(roomFacts(db, command), command);
      if (!decided.ok) return decided;
      const removed = removeStateOf(db, room);
      const invited = db.all<UserRow>('SELECT user FROM invitations WHERE room = ?', room).map(({ user }) => user);
      for (const sql of belongings) db.run(sql, room);
      db.run('DELETE FROM rooms WHERE id = ?', room);
      return accept({ invited, removed });
    },
  };
}
