/**
 * Joins frames into one write. The members of a room mostly get the same frames, so the last result is reused while the next call has the
 * same frames: the bytes are copied once for all members.
 */
export class FrameBatch {
  #frames: readonly Buffer[] = [];
  #bytes: Buffer = Buffer.alloc(0);

  /** The frames concatenated. The buffer is shared: do not change it. */
  join(frames: readonly Buffer[]): Buffer {
    const [only] = frames;
    if (only !== undefined && frames.length === 1) return only;
    if (!this.#isSame(frames)) {
      this.#frames = frames;
      this.#bytes = Buffer.concat(frames);
    }
    return this.#bytes;
  }

  /** Drops the last result, so that its memory can be freed. */
  clear(): void {
    this.#frames = [];
    this.#bytes = Buffer.alloc(0);
  }

  #isSame(frames: readonly Buffer[]): boolean {
    const known = this.#frames;
    if (known.length !== frames.length) return false;
    for (let i = 0; i < frames.length; i++) if (known[i] !== frames[i]) return false;
    return true;
  }
}
