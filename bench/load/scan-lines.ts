const newline = 10;

/** Finds lines in a stream; the listener gets `buffer[from..to)` without the newline. A line that is split across chunks is joined. */
export class LineScanner {
  readonly #onLine: (buffer: Buffer, from: number, to: number) => void;
  /** The beginning of an incomplete line. */
  #held: Buffer | undefined;

  constructor(onLine: (buffer: Buffer, from: number, to: number) => void) {
    this.#onLine = onLine;
  }

  /** Takes a chunk. Its buffer may be reused afterwards. */
  take(chunk: Buffer): void {
    let at = 0;
    let end = chunk.indexOf(newline);
    if (this.#held) {
      const line = Buffer.concat([this.#held, end === -1 ? chunk : chunk.subarray(0, end)]);
      this.#held = end === -1 ? line : undefined;
      if (end === -1) return;
      this.#onLine(line, 0, line.length);
      at = end + 1;
      end = chunk.indexOf(newline, at);
    }
    for (; end !== -1; end = chunk.indexOf(newline, at)) {
      this.#onLine(chunk, at, end);
      at = end + 1;
    }
    // Copied, because the next chunk overwrites the buffer.
    if (at < chunk.length) this.#held = Buffer.from(chunk.subarray(at));
  }
}
