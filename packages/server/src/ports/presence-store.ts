import type { UserId } from '@securechat/protocol/ids';

/**
 * How long a process's lease lasts after it was taken or renewed. All processes of a server must agree on it. It is three times the renewal
 * interval, so that a slow renewal does no harm.
 */
export const presenceLeaseMs = 45_000;

/** Users who have come online or gone offline by a renewal; each change is reported to one process only. */
type PresenceChanges = { readonly online: readonly UserId[]; readonly offline: readonly UserId[] };

/**
 * Who is online, on any process of the server. Each process opens one, and holds a lease on the users with a device there, from its first
 * user to its last. A user is online while a lease holds it. A lease that was not renewed for `presenceLeaseMs` belongs to a dead process:
 * the next renewal of another process ends it. Presence is best effort: no method rejects, and a process that cannot reach the others
 * answers from its own state.
 */
export interface PresenceStore {
  /** Puts the user under this process's lease. True if the user was offline until now. */
  connected(user: UserId): Promise<boolean>;
  /** Takes the user from this process's lease. True if the user is offline from now on. */
  disconnected(user: UserId): Promise<boolean>;
  /**
   * Sets whether all devices of the user under this process's lease are idle; one that connects is not. True if this changes whether the
   * user is idle, which means on every process with a lease on the user.
   */
  setIdle(user: UserId, idle: boolean): Promise<boolean>;
  /** Those of these users who are online and idle, in the order given. */
  idle(users: readonly UserId[]): Promise<readonly UserId[]>;
  /** Those of these users who are online, in the order given. A process counts its own users even if its renewal is late. */
  online(users: readonly UserId[]): Promise<readonly UserId[]>;
  /**
   * Renews this process's lease, and ends those of dead processes: their users go offline unless another lease holds them. If this process
   * was considered dead, its users come online again.
   */
  renew(): Promise<PresenceChanges>;
  /** Disconnects. The lease stays until it expires, so that a user who connects to another process in the meantime never goes offline. */
  close(): Promise<void>;
}
