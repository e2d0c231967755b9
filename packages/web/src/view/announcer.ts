import { byId, make } from './elements.ts';

const most = 3;

/**
 * Announces news to a screen reader in a live region of its own: the message list is redrawn for each room, and would be read in full
 * each time.
 */
export class Announcer {
  readonly #place = byId('announce', HTMLDivElement);
  #waiting: string[] = [];

  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => this.#place.replaceChildren());
  }

  /** Adds a text to the next announcement. */
  add(text: string): void {
    this.#waiting.push(text);
  }

  /** Announces what was added; many texts only by their number. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    const texts = this.#waiting.length > most ? [`${this.#waiting.length} new messages`] : this.#waiting;
    this.#waiting = [];
    this.#place.replaceChildren(...texts.map((text) => make('p', {}, text)));
  }

  /** Discards what was added. */
  drop(): void {
    this.#waiting = [];
  }
}
