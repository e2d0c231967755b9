import { byId, make } from './elements.ts';

const most = 3;

/**
 * Tells a screen reader what is new, in a place of its own: the list of messages is drawn again for each room, and a reader
 * would hear all of it each time.
 */
export class Announcer {
  readonly #place = byId('announce', HTMLDivElement);
  #waiting: string[] = [];

  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => this.#place.replaceChildren());
  }

  /** Something to be told with the next drawing. */
  add(text: string): void {
    this.#waiting.push(text);
  }

  /** Tells what was added; many at once only by their number. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    const texts = this.#waiting.length > most ? [`${this.#waiting.length} new messages`] : this.#waiting;
    this.#waiting = [];
    this.#place.replaceChildren(...texts.map((text) => make('p', {}, text)));
  }

  /** Forgets what was added. */
  drop(): void {
    this.#waiting = [];
  }
}
