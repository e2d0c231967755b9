// Runs in the writer thread: node builtins, relative files and types only.
import type { RoomId, UserId } from '@securechat/protocol/ids';
import { decideRoomDeletion } from '../../domain/decide-archive.ts';
import { kindsOfRooms } from '../../domain/decide-state.ts';
import { accept } from '../../domain/decision.ts';
import type { DeleteRoom } from '../../domain/room-command.ts';
import type { DeletedRoom } from '../../ports/store.ts';
import type { StateRemoval } from '../../ports/user-state-store.ts';
import type { SqliteConnection } from './database.ts';
import type { Answer, Ask } from './method-types.ts';
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
  'DELETE FROM message_states WHERE room = ?',
  'DELETE FROM message_edits WHERE room = ?',
  'DELETE FROM events WHERE room = ?',
  'DELETE FROM memberships WHERE room = ?',
];

/** Who keeps something of a room. An index by room would cost each change of what somebody keeps, and rooms are seldom deleted. */
const keepers = `SELECT user FROM user_state_heads h WHERE EXISTS (SELECT 1 FROM user_state s
  WHERE s.user = h.user AND s.kind IN (${kindsOfRooms.map((kind) => `'${kind}'`).join(', ')}) AND s.key = ? AND s.value IS NOT NULL)
  ORDER BY user`;

/** What everybody keeps of the room, whether or not they were ever members. */
function removeStateOf(db: SqliteConnection, room: RoomId): readonly StateRemoval[] {
  const everybody = db.all<UserRow>(keepers, room);
  return everybody.flatMap(({ user }) => removeEntries(db, user, room) ?? []);
}

function removeRoom(db: SqliteConnection, room: RoomId): DeletedRoom {
  const removed = removeStateOf(db, room);
  const invited = db.all<UserRow>('SELECT user FROM invitations WHERE room = ?', room).map(({ user }) => user);
  for (const sql of belongings) db.run(sql, room);
  db.run('DELETE FROM rooms WHERE id = ?', room);
  return { invited, removed };
}

/** Private rooms whose last event, the end of the last membership, is older. */
const abandoned = `SELECT r.id AS room FROM rooms r WHERE r.kind = 'private' AND r.members = 0
  AND (SELECT e.at FROM events e WHERE e.room = r.id AND e.seq = r.head) < ? ORDER BY r.id LIMIT ?`;

/** The write steps that delete rooms. What they delete is overwritten (`secure_delete`). */
export function roomDeletionWrites(db: SqliteConnection) {
  return {
    deleteRoom(command: DeleteRoom): Answer<'deleteRoom'> {
      const { room } = command;
      const decided = decideRoomDeletion(roomFacts(db, command), command);
      if (!decided.ok) return decided;
      return accept(removeRoom(db, room));
    },
    deleteAbandonedRooms({ beforeMs, limit }: Ask<'deleteAbandonedRooms'>): Answer<'deleteAbandonedRooms'> {
      const rooms = db.all<{ readonly room: RoomId }>(abandoned, beforeMs, limit);
      return rooms.map(({ room }) => ({ room, ...removeRoom(db, room) }));
    },
  };
}
