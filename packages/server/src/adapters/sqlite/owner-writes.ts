// Runs in the writer thread: node builtins, relative files and types only.
import { randomUUID } from 'node:crypto';
import type { EventId, RoomId, UserId } from '@securechat/protocol/ids';
import type { MemberRole, RoomEvent } from '@securechat/protocol/model';
import {
  type AdministratorCommand,
  decideAdministrator,
  decideSuccession,
  type OwnerlessRoom,
} from '../../domain/decide-owners.ts';
import { accept } from '../../domain/decision.ts';
import type { SqliteConnection } from './database.ts';
import type { Answer } from './method-types.ts';
import { insertEvent } from './room-writes.ts';

const newId = (): EventId => randomUUID() as string as EventId;

const ownRooms = `SELECT m.room FROM memberships m JOIN rooms r ON r.id = m.room
  WHERE m.user = ? AND m.to_seq IS NULL AND r.kind = 'public' AND r.created_by IS NULL`;

const eldest = (role: MemberRole): string => `(SELECT m.user FROM memberships m JOIN accounts a ON a.user = m.user
  WHERE m.room = o.room AND m.to_seq IS NULL AND m.role = '${role}' AND a.disabled = 0 ORDER BY m.from_seq LIMIT 1)`;
const ownerless = `SELECT o.room, ${eldest('moderator')} AS eldestModerator, ${eldest('member')} AS eldestMember,
  ${eldest('reader')} AS eldestReader FROM memberships o JOIN rooms r ON r.id = o.room
  WHERE o.user = ? AND o.to_seq IS NULL AND r.kind <> 'direct' AND (r.kind <> 'public' OR r.created_by IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM memberships m JOIN accounts a ON a.user = m.user
      WHERE m.room = o.room AND m.to_seq IS NULL AND m.role = 'owner' AND a.disabled = 0)`;
type OwnerlessRow = { readonly room: RoomId } & { readonly [E in Exclude<keyof OwnerlessRoom, 'room'>]: UserId | null };

/** Gives those rooms of a user that have no enabled owner another one. Memberships stay. */
export function succeedOwner(db: SqliteConnection, user: UserId, atMs: number): readonly RoomEvent[] {
  const rooms = db.all<OwnerlessRow>(ownerless, user).map(({ room, eldestModerator, eldestMember, eldestReader }) => ({
    room,
    eldestModerator: eldestModerator ?? undefined,
    eldestMember: eldestMember ?? undefined,
    eldestReader: eldestReader ?? undefined,
  }));
  return decideSuccession(rooms, atMs, newId).map((event) => insertEvent(db, event));
}

/** The write steps for the administrators of the server. */
export function ownerWrites(db: SqliteConnection) {
  return {
    setAdministrator(command: AdministratorCommand): Answer<'setAdministrator'> {
      const { user, administrator } = command;
      const account = db.get<{ is: number }>('SELECT administrator AS "is" FROM accounts WHERE user = ?', user);
      const count = 'SELECT count(*) AS count FROM accounts WHERE administrator <> 0';
      const facts = {
        isAdministrator: account && account.is !== 0,
        administrators: db.get<{ count: number }>(count)?.count ?? 0,
        rooms: db.all<{ room: RoomId }>(ownRooms, user).map(({ room }) => room),
      };
      const decided = decideAdministrator(facts, command, newId);
      if (!decided.ok) return decided;
      db.run('UPDATE accounts SET administrator = ? WHERE user = ?', Number(administrator), user);
      return accept(decided.value.map((event) => insertEvent(db, event)));
    },
  };
}
