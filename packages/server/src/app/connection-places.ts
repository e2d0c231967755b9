import type { UserId } from '@securechat/protocol/ids';

/** The maximum number of connections: of guests in total and per address, and per account. */
export type MaxConnections = { readonly guests: number; readonly guestsPerAddress: number; readonly perUser: number };

/** A connection as far as its place is concerned. */
export type Placed = {
  /** The address that limits for guests count. */
  readonly address: string;
  /** The account that it is signed in to; undefined for a guest. */
  readonly user: UserId | undefined;
  end(reason: 'going_away'): void;
};

/** Counts the connections of all gateways: guests by address, the others by account. */
export class ConnectionPlaces {
  readonly #max: MaxConnections;
  #guests = 0;
  readonly #guestsByAddress = new Map<string, number>();
  readonly #byUser = new Map<UserId, number>();
  /** The signed-in connections that have a place, oldest first. */
  readonly #signedIn = new Set<Placed>();

  constructor(max: MaxConnections) {
    this.#max = max;
  }

  /** Whether one more guest from this address would be too many. */
  isFull(address: string): boolean {
    const { guests, guestsPerAddress } = this.#max;
    return this.#guests >= guests || (this.#guestsByAddress.get(address) ?? 0) >= guestsPerAddress;
  }

  /** Counts one more guest. */
  enter({ address }: Placed): void {
    this.#guests++;
    add(this.#guestsByAddress, address, 1);
  }

  /**
   * Gives a guest a place in an account. Returns false, and it stays a guest, if the account has its maximum already; with `displace` the
   * account's oldest connection is ended instead, and its place reused.
   */
  signIn(connection: Placed, user: UserId, displace: boolean): boolean {
    if ((this.#byUser.get(user) ?? 0) >= this.#max.perUser && !(displace && this.#displace(user))) return false;
    add(this.#byUser, user, 1);
    this.#signedIn.add(connection);
    this.#leaveGuests(connection);
    return true;
  }

  /** A connection that entered is closed. */
  leave(connection: Placed): void {
    const { user } = connection;
    if (user === undefined) this.#leaveGuests(connection);
    else if (this.#signedIn.delete(connection)) add(this.#byUser, user, -1);
  }

  #displace(user: UserId): boolean {
    for (const connection of this.#signedIn) {
      if (connection.user !== user) continue;
      this.leave(connection);
      connection.end('going_away');
      return true;
    }
    return false;
  }

  #leaveGuests({ address }: Placed): void {
    this.#guests--;
    add(this.#guestsByAddress, address, -1);
  }
}

/** Changes a count; a count of zero is deleted. */
function add<K>(counts: Map<K, number>, key: K, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
