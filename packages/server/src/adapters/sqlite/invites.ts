import type { UserId } from '@securechat/protocol/ids';
import { type InviteState, isInviteOpen, isRevocable } from '../../domain/invite.ts';
import type { Invite, InviteStore, OperatorAction } from '../../ports/invite-store.ts';
import type { SqliteConnection } from './database.ts';
import type { Ask } from './method-types.ts';

type InviteRow = Omit<Invite, 'revoked' | 'usedBy'> & { readonly revoked: number };

const inviteColumns =
  'id, code_hash AS codeHash, created_ms AS createdMs, expires_ms AS expiresMs, uses, used, revoked';

/** The write steps for invites; each runs inside a transaction of the caller. */
export function inviteWrites(db: SqliteConnection) {
  return {
    createInvite({ id, codeHash, atMs, expiresMs, uses }: Ask<'createInvite'>): void {
      const insert = 'INSERT INTO invites (id, code_hash, created_ms, expires_ms, uses) VALUES (?, ?, ?, ?, ?)';
      db.run(insert, id, codeHash, atMs, expiresMs, uses);
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
export function inviteByHash(db: SqliteConnection, codeHash: Uint8Array): InviteState | undefined {
  const row = db.get<InviteRow>(`SELECT ${inviteColumns} FROM invites WHERE code_hash = ?`, codeHash);
  return row && toState(row);
}

/** Counts one sign-up with this code and records the account. */
export function spendInvite(db: SqliteConnection, codeHash: Uint8Array, user: UserId): void {
  db.run('UPDATE invites SET used = used + 1 WHERE code_hash = ?', codeHash);
  db.run('UPDATE accounts SET invite = (SELECT id FROM invites WHERE code_hash = ?) WHERE user = ?', codeHash, user);
}

type Reads = Pick<InviteStore, 'invites' | 'isInviteOpen' | 'operatorActions' | 'lastAction'>;

export function inviteReads(db: SqliteConnection): Reads {
  return {
    async invites() {
      const rows = db.all<InviteRow>(`SELECT ${inviteColumns} FROM invites ORDER BY created_ms DESC, id`);
      const users = db.all<{ user: UserId; invite: string }>(
        'SELECT user, invite FROM accounts WHERE invite IS NOT NULL ORDER BY user',
      );
      const byInvite = Map.groupBy(users, ({ invite }) => invite);
      return rows.map((row) => ({
        ...toState(row),
        usedBy: (byInvite.get(row.id) ?? []).map(({ user }) => user),
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
