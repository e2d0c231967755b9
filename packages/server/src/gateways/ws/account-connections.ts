import type { UserId } from '@securechat/protocol';

/** A connection, as far as its place in an account is concerned. */
export type Placed = {
  /** Whether it is signed in as this user. */
  isOf(user: UserId): boolean;
  close(why: 'going_away'): void;
};

/** Counts the signed-in connections of each account, up to a maximum. */
export class AccountConnections {
  readonly #max: number;
  readonly #byUser = new Map<UserId, number>();
  /** Those that are being closed, and whose place another one has. */
  readonly #displaced = new WeakSet<Placed>();

  constructor(max: number) {
    this.#max = max;
  }

  /** Counts one more; false, and nothing is counted, when the account has the maximum already. */
  enter(user: UserId): boolean {
    const open = this.#byUser.get(user) ?? 0;
    if (open >= this.#max) return false;
    this.#byUser.set(user, open + 1);
    return true;
  }

  /** Closes the first of these that is the account's, so that another one has its place; false where there is none. */
  displace(user: UserId, connections: Iterable<Placed>): boolean {
    for (const connection of connections) {
      if (!connection.isOf(user) || this.#displaced.has(connection)) continue;
      this.#displaced.add(connection);
      connection.close('going_away');
      return true;
    }
    return false;
  }

  /** One that entered is gone. */
  leave(user: UserId, connection: Placed): void {
    if (this.#displaced.has(connection)) return;
    const left = (this.#byUser.get(user) ?? 1) - 1;
    if (left > 0) this.#byUser.set(user, left);
    else this.#byUser.delete(user);
  }
}
