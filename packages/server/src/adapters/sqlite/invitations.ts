// Runs in the writer thread, too: node builtins, relative files and types only.
import type { RoomId, RoomName, UserId } from '@securechat/protocol/ids';
import type { Invitation, MemberRole, RoomInvitation, RoomKind } from '@securechat/protocol/model';
import {
  decideInvitation,
  type InvitationChange,
  type InvitationCommand,
  type InvitationFacts,
  type RoomLink,
} from '../../domain/decide-invitation.ts';
import type { PendingOfRoom } from '../../ports/invitation-store.ts';
import type { SqliteConnection } from './database.ts';
import type { Answer } from './method-types.ts';
import { insertEvent, roomFacts } from './room-writes.ts';
import { peopleColumn, withOf } from './rows.ts';

/** No room has this id: it stands for that of a link which does not exist. */
const nowhere = '' as RoomId;

type PendingRow = {
  readonly invitedBy: UserId | null;
  readonly pendingOfUser: number;
  readonly pendingOfRoom: number;
  readonly pendingByAsker: number;
  readonly pendingByAskerToUser: number;
  readonly links: number;
};
const byAsker = `SELECT count(*) FROM invitations i JOIN memberships m ON m.room = i.room AND m.user = i.inviter AND m.to_seq IS NULL
  WHERE i.inviter = ask.asker`;
const pending = `SELECT
  (SELECT coalesce(delivered_by, inviter) FROM invitations WHERE user = ask.target AND room = ask.room) AS invitedBy,
  (SELECT count(*) FROM invitations WHERE user = ask.target) AS pendingOfUser,
  (SELECT count(*) FROM invitations WHERE room = ask.room)
    + (SELECT count(*) FROM room_links WHERE room = ask.room) AS pendingOfRoom,
  (${byAsker}) AS pendingByAsker, (${byAsker} AND i.user = ask.target) AS pendingByAskerToUser,
  (SELECT count(*) FROM room_links WHERE room = ask.room) AS links
  FROM (SELECT ? AS room, ? AS target, ? AS asker) ask`;
const block = "SELECT 1 FROM user_state WHERE user = ? AND kind = 'block' AND key = ? AND value IS NOT NULL";
const roleOfInviter = `SELECT m.role FROM memberships m JOIN accounts a ON a.user = m.user
  WHERE m.user = ? AND m.room = ? AND m.to_seq IS NULL AND a.disabled = 0`;
const linkByHash = 'SELECT room, inviter AS by, expires_ms AS expiresMs FROM room_links WHERE code_hash = ?';

function factsOf(
  db: SqliteConnection,
  command: InvitationCommand,
): { readonly facts: InvitationFacts; readonly room: RoomId } {
  const { by, session, atMs } = command;
  const to = command.kind === 'accept' ? command.to : { room: command.room };
  const link = 'room' in to ? undefined : db.get<RoomLink>(linkByHash, to.codeHash);
  const room = 'room' in to ? to.room : (link?.room ?? nowhere);
  const target = command.kind === 'invite' || command.kind === 'revoke' ? command.user : by;
  const row = db.get<PendingRow>(pending, room, target ?? null, by);
  if (!row) throw new Error('a SELECT of one row has one row');
  const { invitedBy, ...counts } = row;
  const known = roomFacts(db, { room, by, session, atMs, user: target });
  const inviter = 'room' in to ? invitedBy : link?.by;
  const inviterRole = inviter && db.get<{ readonly role: MemberRole }>(roleOfInviter, inviter, room)?.role;
  const isInviterBlocked = target !== undefined && invitedBy !== null && db.get(block, target, invitedBy) !== undefined;
  const made = { invitedBy: invitedBy ?? undefined, inviterRole: inviterRole ?? undefined, isInviterBlocked };
  const facts = { ...known, ...counts, ...made, link };
  return { facts, room };
}

function applyChange(db: SqliteConnection, change: InvitationChange): void {
  switch (change.kind) {
    case 'adds': {
      const { room, user, by, atMs, isBehind } = change;
      if (isBehind) {
        const deliver = 'UPDATE invitations SET delivered_by = ?, delivered_ms = ? WHERE user = ? AND room = ?';
        db.run(deliver, by, atMs, user, room);
        return;
      }
      db.run(
        'INSERT OR REPLACE INTO invitations (user, room, inviter, at_ms) VALUES (?, ?, ?, ?)',
        user,
        room,
        by,
        atMs,
      );
      return;
    }
    case 'ends':
      db.run('DELETE FROM invitations WHERE user = ? AND room = ?', change.user, change.room);
      return;
    case 'adds-link': {
      const { codeHash, room, by, atMs, expiresMs } = change;
      // Nobody can use those that have expired, and a room could not get rid of them.
      db.run('DELETE FROM room_links WHERE expires_ms <= ?', atMs);
      const insert = 'INSERT INTO room_links (code_hash, room, inviter, expires_ms) VALUES (?, ?, ?, ?)';
      db.run(insert, codeHash, room, by, expiresMs);
      return;
    }
    case 'uses-link':
      db.run('DELETE FROM room_links WHERE code_hash = ?', change.codeHash);
      return;
    case 'ends-links':
      db.run('DELETE FROM room_links WHERE room = ?', change.room);
      return;
  }
}

/** The write step for invitations to rooms. */
export function invitationWrites(db: SqliteConnection) {
  return {
    changeInvitation(command: InvitationCommand): Answer<'changeInvitation'> {
      const { facts, room } = factsOf(db, command);
      const decided = decideInvitation(facts, command);
      if (!decided.ok) return decided;
      const { events, changes } = decided.value;
      for (const change of changes) applyChange(db, change);
      const stored = events.map((event) => insertEvent(db, event));
      return { ok: true, value: { changed: changes.length + stored.length > 0, room, events: stored } };
    },
  };
}

type InvitationRow = {
  readonly room: RoomId;
  readonly kind: RoomKind;
  readonly name: RoomName | '';
  readonly people: string | null;
  readonly members: number;
  readonly by: UserId;
  readonly at: number;
};

function toInvitation({ name, people, ...row }: InvitationRow): Invitation {
  return { ...row, ...(name !== '' && { name }), ...withOf(people, row.kind, undefined) };
}

/** The invitations as their users have them. */
const delivered = `SELECT user, room, coalesce(delivered_by, inviter) AS inviter, coalesce(delivered_ms, at_ms) AS at_ms FROM invitations`;

export function invitationReads(db: SqliteConnection) {
  return {
    async linkRoom(codeHash: Uint8Array): Promise<RoomId | undefined> {
      return db.get<RoomLink>(linkByHash, codeHash)?.room;
    },
    async invitations(user: UserId, room?: RoomId): Promise<readonly Invitation[]> {
      const select = `SELECT i.room, r.kind, r.name, ${peopleColumn}, r.members, i.inviter AS by, i.at_ms AS at
        FROM (${delivered} WHERE user = +?) i JOIN rooms r ON r.id = i.room
        WHERE (+? IS NULL OR i.room = +?)
          AND EXISTS (SELECT 1 FROM memberships WHERE user = i.inviter AND room = i.room AND to_seq IS NULL)
          AND NOT EXISTS (SELECT 1 FROM user_state
            WHERE user = i.user AND kind = 'block' AND key = i.inviter AND value IS NOT NULL) ORDER BY i.at_ms DESC, i.room`;
      return db.all<InvitationRow>(select, user, room ?? null, room ?? null).map(toInvitation);
    },
    async roomInvitations(
      room: RoomId,
      { by, atMs }: { readonly by?: UserId | undefined; readonly atMs: number },
    ): Promise<PendingOfRoom> {
      const select = `SELECT i.user, i.inviter AS by, i.at_ms AS at FROM invitations i JOIN accounts a ON a.user = i.user
        WHERE i.room = +? AND (+? IS NULL OR i.inviter = +?) AND a.disabled = 0 ORDER BY i.at_ms DESC, i.user`;
      const count = 'SELECT count(*) AS links FROM room_links WHERE room = ? AND expires_ms > ?';
      const invitations = db.all<RoomInvitation>(select, room, by ?? null, by ?? null);
      return { invitations, links: db.get<{ readonly links: number }>(count, room, atMs)?.links ?? 0 };
    },
  };
}
