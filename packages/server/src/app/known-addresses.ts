import type { UserId } from '@securechat/protocol/ids';

/** Pairs that are remembered; the least recently used is evicted first. */
const maxPairs = 50_000;

/**
 * The addresses from which users have logged in or resumed a session in this process. Guesses from elsewhere use up the attempts
 * of a name; its owner logs in from a known address, with attempts of its own.
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
