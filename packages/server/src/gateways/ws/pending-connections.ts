/** How many connections that have not signed in there may be: of all addresses, and of one. */
export type MaxPendingConnections = { readonly all: number; readonly perAddress: number };

/** Counts the connections that have not signed in, by address. */
export class PendingConnections {
  readonly #most: MaxPendingConnections;
  readonly #byAddress = new Map<string, number>();
  #count = 0;

  constructor(most: MaxPendingConnections) {
    this.#most = most;
  }

  /** Whether one more of this address would be too many. */
  full(address: string): boolean {
    return this.#count >= this.#most.all || (this.#byAddress.get(address) ?? 0) >= this.#most.perAddress;
  }

  enter(address: string): void {
    this.#count++;
    this.#byAddress.set(address, (this.#byAddress.get(address) ?? 0) + 1);
  }

  /** One that entered signed in or is gone. */
  leave(address: string): void {
    this.#count--;
    const left = (this.#byAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#byAddress.set(address, left);
    else this.#byAddress.delete(address);
  }
}
