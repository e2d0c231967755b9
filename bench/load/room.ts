import type { Counters } from './counters.ts';
import type { LoadClient } from './load-client.ts';
import type { Load } from './plan.ts';
import { nowUs, stamped } from './timestamped-text.ts';

/** Messages that are not done yet: number to the time they were due. */
type OnTheirWay = Map<number, number>;

/** An author, with the messages that are not acknowledged yet. */
export type Author = { line: LoadClient; readonly waiting: OnTheirWay; next: number };

/** One room of this thread: its authors and its progress. */
export class Room {
  readonly authors: Author[] = [];
  readonly #counters: Counters;
  #turn = 0;
  #load: Load = { kind: 'still' };
  /** Messages in flight that are done when the observer has them. */
  #inFlight = 0;

  constructor(counters: Counters) {
    this.#counters = counters;
  }

  /** Starts to keep a window in flight; for the other loads each message is sent on request. */
  begin(load: Load): void {
    this.#load = load;
    this.#inFlight = 0;
    if (load.kind !== 'closed') return;
    const each = load.doneBy === 'ack' ? this.authors : [undefined];
    for (const author of each) for (let i = 0; i < load.window; i++) this.say(nowUs(), author);
  }

  /** Stops sending. */
  end(): void {
    this.#load = { kind: 'still' };
  }

  /** Whether any message is still in flight. */
  get busy(): boolean {
    return this.#inFlight > 0 || this.authors.some(({ waiting }) => waiting.size > 0);
  }

  /** Sends a message that was due at that time: by this author, or by the next. */
  say(atUs: number, by?: Author): void {
    const author = by ?? this.authors[this.#turn++ % this.authors.length];
    if (!author) return;
    const number = author.next++;
    if (this.#load.kind === 'closed' && this.#load.doneBy === 'observer') this.#inFlight++;
    if (author.line.acks) author.waiting.set(number, atUs);
    author.line.say(number, stamped(atUs));
  }

  /** Called when the observer has received `count` more messages. */
  observed(count: number): void {
    const { kind } = this.#load;
    if (kind === 'closed' && this.#load.doneBy === 'ack') return;
    this.#counters.messages += count;
    if (this.#inFlight === 0) return;
    this.#inFlight = Math.max(0, this.#inFlight - count);
    if (kind === 'closed') for (let i = 0; i < count; i++) this.say(nowUs());
  }

  /** The server acknowledged a message of this author. */
  acked(author: Author, number: number): void {
    const atUs = author.waiting.get(number);
    if (atUs === undefined) return;
    author.waiting.delete(number);
    this.#counters.acked(nowUs() - atUs);
    if (this.#load.kind !== 'closed' || this.#load.doneBy !== 'ack') return;
    this.#counters.messages++;
    this.say(nowUs(), author);
  }

  /** The server refused a message of this author: another replaces it. */
  refused(author: Author, number: number): void {
    if (!author.waiting.delete(number) || this.#load.kind !== 'closed') return;
    if (this.#load.doneBy === 'ack') this.say(nowUs(), author);
    else {
      this.#inFlight--;
      this.say(nowUs());
    }
  }

  /** Forgets messages in flight, which will not arrive any more. */
  forget(): void {
    this.#inFlight = 0;
    for (const { waiting } of this.authors) waiting.clear();
  }
}
