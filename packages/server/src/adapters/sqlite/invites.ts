import type { RoomName, UserId } from '@securechat/protocol/ids';
import { type InviteState, isInviteOpen, isRevocable } from '../../domain/invite.ts';
import type { Invite, InviteRoom, InviteStore, OperatorAction, OperatorRoom } from '../../ports/invite-store.ts';
import type { SqliteConnection } from './database.ts';
import type { Ask } from './method-types.ts';

type InviteRow = Omit<Invite, 'revoked' | 'usedBy' | 'rooms'> & { readonly revoked: number };

const inviteColumns =
  'id, code_hash AS codeHash, created_ms AS createdMs, expires_ms AS expiresMs, uses, used, revoked';

/** The write steps for invites; each runs inside a transaction of the caller. */
export function inviteWrites(db: SqliteConnection) {
  return {
    createInvite({ id, codeHash, atMs, expiresMs, uses, rooms = [] }: Ask<'createInvite'>): void {
      const insert = 'INSERT INTO invites (id, code_hash, created_ms, expires_ms, uses) VALUES (?, ?, ?, ?, ?)';
      db.run(insert, id, codeHash, atMs, expiresMs, uses);
      const carry = 'INSERT INTO invite_rooms (invite, place, room, name) VALUES (?, ?, ?, ?)';
      for (const [place, { room, name }] of rooms.entries()) db.run(carry, id, place, room, name ?? '');
    },
    revokeInvite({ id }: { id: string }): boolean {
      const row = db.get<InviteRow>(`SELECT ${inviteColumns} FROM invites WHERE id = ?`, id);
      const revocable = isRevocable(row && toState(row));
      if (revocable) db.run('UPDATE invites SET revoked = 1 WHERE id = ?', id);
      return revocable;
    },
    recordAction({ atMs, action, subject, operator }: Ask<'recordAction'>): void {
      const insert = 'INSERT INTO operator_actions (at_ms, action, subject, operator) VALUES (?, ?, ?, ?)';
      db.run(insert, atMs, action, subject, operator);
    },
  };
}

const toState = (row: InviteRow) => ({ ...row, revoked: row.revoked !== 0 });

/** The invite whose code has this hash. */
export function inviteByHash(
  db: SqliteConnection,
  codeHash: Uint8Array,
): (InviteState & { readonly id: string }) | undefined {
  const row = db.get<InviteRow>(`SELECT ${inviteColumns} FROM invites WHERE code_hash = ?`, codeHash);
  return row && toState(row);
}

type RoomRow = Omit<InviteRoom, 'name'> & { readonly name: RoomName | '' };
const carried = `SELECT i.invite, i.room, iif(r.id IS NULL, i.name, r.name) AS name,
  iif(r.id IS NULL, 'deleted', iif(r.archived_ms IS NULL, 'open', 'archived')) AS state
  FROM invite_rooms i LEFT JOIN rooms r ON r.id = i.room`;
const toInviteRoom = ({ room, name, state }: RoomRow): InviteRoom => ({ room, name: name || undefined, state });

/** The rooms that an invite carries, in order. */
export function roomsOfInvite(db: SqliteConnection, invite: string): readonly InviteRoom[] {
  return db.all<RoomRow>(`${carried} WHERE i.invite = ? ORDER BY i.place`, invite).map(toInviteRoom);
}

/** Counts one sign-up with this code and records the account. */
export function spendInvite(db: SqliteConnection, codeHash: Uint8Array, user: UserId): void {
  db.run('UPDATE invites SET used = used + 1 WHERE code_hash = ?', codeHash);
  db.run('UPDATE accounts SET invite = (SELECT id FROM invites WHERE code_hash = ?) WHERE user = ?', codeHash, user);
}

type Reads = Pick<InviteStore, 'invites' | 'isInviteOpen' | 'allRooms' | 'operatorActions' | 'lastAction'>;
type OperatorRoomRow = Pick<OperatorRoom, 'room' | 'kind' | 'members'> & {
  readonly name: RoomName | '';
  /** A JSON array. */
  readonly owners: string;
  readonly archived: number;
};

export function inviteReads(db: SqliteConnection): Reads {
  return {
    async invites() {
      const rows = db.all<InviteRow>(`SELECT ${inviteColumns} FROM invites ORDER BY created_ms DESC, id`);
      const users = db.all<{ user: UserId; invite: string }>(
        'SELECT user, invite FROM accounts WHERE invite IS NOT NULL ORDER BY user',
      );
      const byInvite = Map.groupBy(users, ({ invite }) => invite);
      const rooms = db.all<RoomRow & { invite: string }>(`${carried} ORDER BY i.invite, i.place`);
      const roomsByInvite = Map.groupBy(rooms, ({ invite }) => invite);
      return rows.map((row) => ({
        ...toState(row),
        usedBy: (byInvite.get(row.id) ?? []).map(({ user }) => user),
        rooms: (roomsByInvite.get(row.id) ?? []).map(toInviteRoom),
      }));
    },
    async allRooms() {
      const select = `SELECT r.id AS room, r.kind, r.name, r.members, r.archived_ms IS NOT NULL AS archived,
        (SELECT json_group_array(o.user ORDER BY o.user) FROM memberships o
          WHERE o.room = r.id AND o.to_seq IS NULL AND o.role = 'owner') AS owners FROM rooms r ORDER BY r.id`;
      return db.all<OperatorRoomRow>(select).map(({ name, owners, archived, ...row }) => ({
        ...row,
        name: name || undefined,
        owners: JSON.parse(owners),
        archived: archived !== 0,
      }));
    },
    async isInviteOpen(codeHash, atMs) {
      return isInviteOpen(inviteByHash(db, codeHash), atMs);
    },
    async operatorActions(after) {
      const select = `SELECT number, at_ms AS atMs, action, subject, operator FROM operator_actions
        WHERE number > ? ORDER BY number LIMIT 100`;
      return db.all<OperatorAction>(select, after);
    },
    async lastAction() {
      return db.get<{ last: number | null }>('SELECT max(number) AS last FROM operator_actions')?.last ?? 0;
    },
  };
}
