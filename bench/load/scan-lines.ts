const newline = 10;

/** Finds the lines in what arrives; the listener gets `buffer[from..to)` without the newline. One that is cut in two is put together. */
export class LineScanner {
  readonly #heard: (buffer: Buffer, from: number, to: number) => void;
  /** The beginning of a line whose rest has not arrived. */
  #held: Buffer | undefined;

  constructor(heard: (buffer: Buffer, from: number, to: number) => void) {
    this.#heard = heard;
  }

  /** Takes what has arrived. The buffer may be used again afterwards. */
  take(chunk: Buffer): void {
    let at = 0;
    let end = chunk.indexOf(newline);
    if (this.#held) {
      const line = Buffer.concat([this.#held, end === -1 ? chunk : chunk.subarray(0, end)]);
      this.#held = end === -1 ? line : undefined;
      if (end === -1) return;
      this.#heard(line, 0, line.length);
      at = end + 1;
      end = chunk.indexOf(newline, at);
    }
    for (; end !== -1; end = chunk.indexOf(newline, at)) {
      this.#heard(chunk, at, end);
      at = end + 1;
    }
    // A copy: what arrives next is written over it.
    if (at < chunk.length) this.#held = Buffer.from(chunk.subarray(at));
  }
}
