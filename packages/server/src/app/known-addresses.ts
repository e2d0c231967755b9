import type { UserId } from '@securechat/protocol/ids';

/** So many pairs are remembered; the one unused for longest is forgotten first. */
const maxPairs = 50_000;

/**
 * From which addresses users have logged in or resumed a session since the server started. Somebody who guesses passwords from elsewhere
 * uses up the tries of a name; its owner logs in from an address that is known, with tries of its own.
 */
export class KnownAddresses {
  readonly #pairs = new Set<string>();

  note(user: UserId, address: string): void {
    const pair = `${user} ${address}`;
    this.#pairs.delete(pair);
    this.#pairs.add(pair);
    const [oldest] = this.#pairs;
    if (this.#pairs.size > maxPairs && oldest !== undefined) this.#pairs.delete(oldest);
  }

  has(user: UserId, address: string): boolean {
    return this.#pairs.has(`${user} ${address}`);
  }
}
