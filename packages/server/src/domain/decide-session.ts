// Runs in the writer thread: relative files and types only.
import type { SessionId } from '@securechat/protocol/ids';
import type { Result } from '@securechat/protocol/result';
import { accept, refuse } from './decision.ts';

type Session = { readonly id: SessionId; readonly createdMs: number; readonly lastSeenMs: number };

/** What opening a session depends on: the account, and its sessions. */
export type SessionFacts = {
  readonly account: { readonly passwordHash: string; readonly disabled: boolean } | undefined;
  readonly sessions: readonly Session[];
};
export type OpenSession = {
  /** The hash that the password was compared with. */
  readonly passwordHash: string;
  readonly maxSessions: number;
  /** Sessions created, or last seen, before these times have expired. */
  readonly expiredBeforeMs: { readonly created: number; readonly lastSeen: number };
  /** Sessions that have a connection now. */
  readonly inUse: readonly SessionId[];
};

/**
 * Which sessions end when another one is opened: expired ones, and, if the account has its maximum, the least recently used. Refused if the
 * account was disabled, or its password changed, during the check of the password.
 */
export function decideOpenSession(
  { account, sessions }: SessionFacts,
  { passwordHash, maxSessions, expiredBeforeMs, inUse }: OpenSession,
): Result<readonly SessionId[], 'wrong_credentials'> {
  if (!account || account.disabled || account.passwordHash !== passwordHash) return refuse('wrong_credentials');
  const hasExpired = ({ createdMs, lastSeenMs }: Session): boolean =>
    createdMs < expiredBeforeMs.created || lastSeenMs < expiredBeforeMs.lastSeen;
  const expired = sessions.filter(hasExpired);
  const live = leastRecentlyUsedFirst(
    sessions.filter((session) => !hasExpired(session)),
    inUse,
  );
  const evicted = live.slice(0, Math.max(0, live.length - maxSessions + 1));
  return accept([...expired, ...evicted].map(({ id }) => id));
}

/** Sessions without a connection come first, then by their last use. */
function leastRecentlyUsedFirst(sessions: readonly Session[], inUse: readonly SessionId[]): Session[] {
  const rank = ({ id }: Session): number => (inUse.includes(id) ? 1 : 0);
  return sessions.toSorted(
    (a, b) => rank(a) - rank(b) || a.lastSeenMs - b.lastSeenMs || a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1),
  );
}
