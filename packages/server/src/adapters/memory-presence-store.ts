import type { UserId } from '@securechat/protocol/ids';
import type { Clock } from '../ports/clock.ts';
import { type PresenceStore, presenceLeaseMs } from '../ports/presence-store.ts';

/** The lease of one process. */
type Lease = { readonly users: Set<UserId>; renewedMs: number };

/** The leases in force. */
export type PresenceLeases = Set<Lease>;

/** The presence store of one process. Stores that share `leases` behave as several processes; times are of the monotonic clock. */
export function createMemoryPresenceStore(
  clock: Pick<Clock, 'monotonicMs'>,
  leases: PresenceLeases = new Set(),
): PresenceStore {
  const own: Lease = { users: new Set(), renewedMs: 0 };
  const isHeld = (user: UserId): boolean => {
    for (const { users } of leases) if (users.has(user)) return true;
    return false;
  };
  const takeLease = (): void => {
    own.renewedMs = clock.monotonicMs();
    leases.add(own);
  };
  const endExpired = (): UserId[] => {
    const expired = [...leases].filter(({ renewedMs }) => clock.monotonicMs() - renewedMs >= presenceLeaseMs);
    for (const lease of expired) leases.delete(lease);
    return [...new Set(expired.flatMap(({ users }) => [...users]))].filter((user) => !isHeld(user));
  };
  return {
    async connected(user) {
      if (own.users.size === 0) takeLease();
      // A process whose lease was ended reports all of its users at its next renewal.
      const isNew = leases.has(own) && !isHeld(user);
      own.users.add(user);
      return isNew;
    },
    async disconnected(user) {
      const wasHeld = own.users.delete(user) && leases.has(own);
      if (own.users.size === 0) leases.delete(own);
      return wasHeld && !isHeld(user);
    },
    async online(users) {
      return users.filter((user) => own.users.has(user) || isHeld(user));
    },
    async renew() {
      const online = leases.has(own) ? [] : [...own.users].filter((user) => !isHeld(user));
      if (own.users.size > 0) takeLease();
      return { online, offline: endExpired() };
    },
    async close() {},
  };
}
