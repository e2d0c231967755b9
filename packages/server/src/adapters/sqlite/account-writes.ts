// Runs in the writer thread: node builtins, relative files and types only.
import { randomUUID } from 'node:crypto';
import type { EventId, SessionId, UserId } from '@securechat/protocol/ids';
import { type AccountCommand, decideAccount } from '../../domain/decide-account.ts';
import { decideOpenSession } from '../../domain/decide-session.ts';
import { decideSignUp } from '../../domain/decide-sign-up.ts';
import { accept } from '../../domain/decision.ts';
import type { StoredProfile } from '../../domain/profile.ts';
import type { NewSession } from '../../ports/store.ts';
import type { SqliteConnection } from './database.ts';
import { inviteByHash, roomsOfInvite, spendInvite } from './invites.ts';
import type { Answer, Ask } from './method-types.ts';
import { succeedOwner } from './owner-writes.ts';
import { insertEvent, roomFacts } from './room-writes.ts';
import {
  type AccountRow,
  accountColumns,
  type SessionIdRow,
  type SessionRow,
  sessionColumns,
  toAccount,
} from './rows.ts';

/** A new id for an event of the store itself. */
export const newEventId = () => randomUUID() as string as EventId;

/** The account of a user. */
export function accountOf(db: SqliteConnection, user: UserId) {
  const row = db.get<AccountRow>(`SELECT ${accountColumns} FROM accounts WHERE user = ?`, user);
  return row && toAccount(row);
}

function addSession(
  db: SqliteConnection,
  user: UserId,
  { id, tokenHash, device, address, ...rest }: NewSession,
  stepMs: number,
): void {
  const atMs = rest.atMs ?? stepMs;
  const insert =
    'INSERT INTO sessions (id, user, token_hash, device, address, created_ms, last_seen_ms) VALUES (?, ?, ?, ?, ?, ?, ?)';
  db.run(insert, id, user, tokenHash, device, address, atMs, atMs);
}

/** Ends these sessions. */
export function endSessions(db: SqliteConnection, sessions: readonly SessionId[]): void {
  for (const id of sessions) db.run('DELETE FROM sessions WHERE id = ?', id);
}

/** Replaces the profile of an account. */
export function setProfile(
  db: SqliteConnection,
  user: UserId,
  { displayName, status, away, hidden }: StoredProfile,
): void {
  const update = 'UPDATE accounts SET display_name = ?, status = ?, away = ?, hidden = ? WHERE user = ?';
  db.run(update, displayName, status, away ?? null, Number(hidden), user);
}

/** The write steps for accounts and sessions. */
export function accountWrites(db: SqliteConnection) {
  return {
    createAccount(ask: Ask<'createAccount'>): Answer<'createAccount'> {
      const { user, inviteHash, room, atMs } = ask;
      const invite = inviteHash && inviteByHash(db, inviteHash);
      const about = { by: user, session: ask.session.id, atMs };
      const facts = {
        isNameTaken: accountOf(db, user) !== undefined,
        invite,
        roomExists: db.get('SELECT 1 FROM rooms WHERE id = ?', room) !== undefined,
        rooms: (invite ? roomsOfInvite(db, invite.id) : []).map((each) => ({
          ...{ room: each.room, name: each.name },
          facts: roomFacts(db, { room: each.room, ...about }),
        })),
      };
      const decided = decideSignUp(facts, ask, newEventId);
      if (!decided.ok) return decided;
      const insert = 'INSERT INTO accounts (user, password_hash, created_ms) VALUES (?, ?, ?)';
      db.run(insert, user, ask.passwordHash, atMs);
      if (inviteHash) spendInvite(db, inviteHash, user);
      addSession(db, user, ask.session, atMs);
      const { events, missed } = decided.value;
      return accept({ events: events.map((event) => insertEvent(db, event)), missed });
    },
    changeAccount(command: AccountCommand): Answer<'changeAccount'> {
      const { user } = command;
      const sessions = db.all<SessionIdRow>('SELECT id FROM sessions WHERE user = ?', user).map(({ id }) => id);
      const decided = decideAccount({ account: accountOf(db, user), sessions }, command);
      if (!decided.ok) return decided;
      const { passwordHash, disabled, profile, endedSessions } = decided.value;
      const set = 'password_hash = coalesce(?, password_hash), disabled = coalesce(?, disabled)';
      db.run(
        `UPDATE accounts SET ${set} WHERE user = ?`,
        passwordHash ?? null,
        disabled === undefined ? null : Number(disabled),
        user,
      );
      if (profile) setProfile(db, user, profile);
      endSessions(db, endedSessions);
      if (command.kind === 'set-disabled') succeedOwner(db, user, command.atMs);
      return accept(endedSessions);
    },
    recordSeen({ user, atMs }: { user: UserId; atMs: number }): void {
      db.run('UPDATE accounts SET seen_ms = max(coalesce(seen_ms, 0), ?) WHERE user = ?', atMs, user);
    },
    openSession(ask: Ask<'openSession'>): Answer<'openSession'> {
      const { user, session, atMs } = ask;
      const select = `SELECT ${sessionColumns} FROM sessions s WHERE s.user = ?`;
      const facts = { account: accountOf(db, user), sessions: db.all<SessionRow>(select, user) };
      const decided = decideOpenSession(facts, ask);
      if (!decided.ok) return decided;
      endSessions(db, decided.value);
      addSession(db, user, session, atMs);
      return decided;
    },
    touchSession({ id, atMs, address }: { id: SessionId; atMs: number; address: string | undefined }): void {
      const set = 'last_seen_ms = max(last_seen_ms, ?), address = coalesce(?, address)';
      db.run(`UPDATE sessions SET ${set} WHERE id = ?`, atMs, address ?? null, id);
    },
    endSession({ user, id }: { user: UserId; id: SessionId }): boolean {
      return db.run('DELETE FROM sessions WHERE id = ? AND user = ?', id, user) > 0;
    },
  };
}
