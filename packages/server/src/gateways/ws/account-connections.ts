import type { UserId } from '@securechat/protocol';

/** Counts the signed-in connections of each account, up to a maximum. */
export class AccountConnections {
  readonly #max: number;
  readonly #byUser = new Map<UserId, number>();

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

  /** One that entered is gone. */
  leave(user: UserId): void {
    const left = (this.#byUser.get(user) ?? 1) - 1;
    if (left > 0) this.#byUser.set(user, left);
    else this.#byUser.delete(user);
  }
}
