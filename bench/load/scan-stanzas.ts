const opens = Buffer.from('<message');
const closes = Buffer.from('</message>');
const none = Buffer.alloc(0);

/**
 * Finds the `<message>` stanzas in an XMPP stream without parsing it: text cannot contain `<`, and a message of a room contains no other
 * message. The listener gets a complete stanza as `buffer[from..to)`. Anything between stanzas is dropped.
 */
export class StanzaScanner {
  readonly #onStanza: (buffer: Buffer, from: number, to: number) => void;
  /** The beginning of an incomplete stanza, or of its name. */
  #held = none;

  constructor(onStanza: (buffer: Buffer, from: number, to: number) => void) {
    this.#onStanza = onStanza;
  }

  /** Takes a chunk. Its buffer may be reused afterwards. */
  take(chunk: Buffer): void {
    const data = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    let done = 0;
    for (let from = data.indexOf(opens); from !== -1; from = data.indexOf(opens, done)) {
      const close = data.indexOf(closes, from + opens.length);
      if (close === -1) {
        this.#hold(data, from);
        return;
      }
      done = close + closes.length;
      this.#onStanza(data, from, done);
    }
    this.#hold(data, Math.max(done, data.length - opens.length + 1));
  }

  /** Copies the rest, because the next chunk overwrites the buffer. */
  #hold(data: Buffer, from: number): void {
    this.#held = from < data.length ? Buffer.from(data.subarray(from)) : none;
  }
}
