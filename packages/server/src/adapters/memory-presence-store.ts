import type { UserId } from '@securechat/protocol/ids';
import type { Clock } from '../ports/clock.ts';
import { type PresenceStore, presenceLeaseMs } from '../ports/presence-store.ts';

/** The lease of one process. */
type Lease = {
  /** Whether each user's devices are all idle. */ readonly users: Map<UserId, boolean>;
  renewedMs: number;
};

/** The leases in force. */
export type PresenceLeases = Set<Lease>;

/** The presence store of one process. Stores that share `leases` behave as several processes; times are of the monotonic clock. */
export function createMemoryPresenceStore(
  clock: Pick<Clock, 'monotonicMs'>,
  leases: PresenceLeases = new Set(),
): PresenceStore {
  const own: Lease = { users: new Map(), renewedMs: 0 };
  const isHeld = (user: UserId): boolean => {
    for (const { users } of leases) if (users.has(user)) return true;
    return false;
  };
  const isIdle = (user: UserId): boolean => {
    const held = [...leases].flatMap(({ users }) => users.get(user) ?? []);
    return held.length > 0 && held.every((idle) => idle);
  };
  const takeLease = (): void => {
    own.renewedMs = clock.monotonicMs();
    leases.add(own);
  };
  const endExpired = (): UserId[] => {
    const expired = [...leases].filter(({ renewedMs }) => clock.monotonicMs() - renewedMs >= presenceLeaseMs);
    for (const lease of expired) leases.delete(lease);
    return [...new Set(expired.flatMap(({ users }) => [...users.keys()]))].filter((user) => !isHeld(user));
  };
  return {
    async connected(user) {
      if (own.users.size === 0) takeLease();
      // A process whose lease was ended reports all of its users at its next renewal.
      const isNew = leases.has(own) && !isHeld(user);
      own.users.set(user, false);
      return isNew;
    },
    async disconnected(user) {
      const wasHeld = own.users.delete(user) && leases.has(own);
      if (own.users.size === 0) leases.delete(own);
      return wasHeld && !isHeld(user);
    },
    async setIdle(user, idle) {
      if (!own.users.has(user)) return false;
      const wasIdle = isIdle(user);
      own.users.set(user, idle);
      return isIdle(user) !== wasIdle;
    },
    async idle(users) {
      return users.filter(isIdle);
    },
    async online(users) {
      return users.filter((user) => own.users.has(user) || isHeld(user));
    },
    async renew() {
      const online = leases.has(own) ? [] : [...own.users.keys()].filter((user) => !isHeld(user));
      if (own.users.size > 0) takeLease();
      return { online, offline: endExpired() };
    },
    async close() {},
  };
}
