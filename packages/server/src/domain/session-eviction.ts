// Runs in the writer thread: node builtins, relative files and types only.
import type { SessionId } from '@securechat/protocol/ids';

type Session = { readonly id: SessionId; readonly createdMs: number; readonly lastSeenMs: number };

/** Sessions in the order in which they make room for new ones: without a connection first, then by their last use. */
export function leastRecentlyUsedFirst<S extends Session>(sessions: readonly S[], inUse: readonly SessionId[]): S[] {
  const rank = ({ id }: Session): number => (inUse.includes(id) ? 1 : 0);
  return sessions.toSorted(
    (a, b) => rank(a) - rank(b) || a.lastSeenMs - b.lastSeenMs || a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1),
  );
}
