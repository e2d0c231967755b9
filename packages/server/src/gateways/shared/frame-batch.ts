/**
 * Joins frames that leave in one write. The members of a room mostly wait for the same frames, so what was joined last is kept
 * for as long as the next ask for the same: the bytes are copied once for all of them.
 */
export class FrameBatch {
  #frames: readonly Buffer[] = [];
  #bytes: Buffer = Buffer.alloc(0);

  /** The frames one after another. Not to be changed by whoever gets them. */
  join(frames: readonly Buffer[]): Buffer {
    const [only] = frames;
    if (only !== undefined && frames.length === 1) return only;
    if (!this.#knows(frames)) {
      this.#frames = frames;
      this.#bytes = Buffer.concat(frames);
    }
    return this.#bytes;
  }

  /** Lets go of what was joined last. */
  clear(): void {
    this.#frames = [];
    this.#bytes = Buffer.alloc(0);
  }

  #knows(frames: readonly Buffer[]): boolean {
    const known = this.#frames;
    if (known.length !== frames.length) return false;
    for (let i = 0; i < frames.length; i++) if (known[i] !== frames[i]) return false;
    return true;
  }
}
