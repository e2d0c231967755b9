/** What a scanner found: `buffer[from..to)` is the payload, or its first `peekBytes` when it is not needed whole. */
export type Heard = (opcode: number, buffer: Buffer, from: number, to: number) => void;

/** Whether the payload that begins at `from` is needed whole; asked with at least `peekBytes` of it there. */
export type Whole = (buffer: Buffer, from: number) => boolean;

/** Enough of a payload to tell what kind of message it is. */
const peekBytes = 48;

/**
 * Finds the WebSocket frames of a server in what arrives, without decoding payloads. Where `whole` says so the listener gets a
 * payload whole (one that is cut in two is put together), else its beginning. No fragments, no masks: servers here send none.
 */
export class FrameScanner {
  readonly #heard: Heard;
  readonly #whole: Whole;
  /** The beginning of a frame whose rest has not arrived. */
  #held: Buffer | undefined;
  /** Bytes of a payload that are still to pass by. */
  #skip = 0;

  constructor(heard: Heard, whole: Whole) {
    this.#heard = heard;
    this.#whole = whole;
  }

  /** Takes what has arrived. The buffer may be used again afterwards. */
  take(chunk: Buffer): void {
    if (this.#skip >= chunk.length) {
      this.#skip -= chunk.length;
      return;
    }
    let data = this.#skip > 0 ? chunk.subarray(this.#skip) : chunk;
    this.#skip = 0;
    if (this.#held) {
      data = Buffer.concat([this.#held, data]);
      this.#held = undefined;
    }
    this.#scan(data);
  }

  #scan(data: Buffer): void {
    const end = data.length;
    let at = 0;
    while (at < end) {
      const short = (data[at + 1] ?? 0) & 127;
      const head = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (at + head > end) break;
      const length = short < 126 ? short : short === 126 ? data.readUInt16BE(at + 2) : data.readUInt32BE(at + 6);
      const from = at + head;
      let needed = length < peekBytes ? length : peekBytes;
      if (from + needed > end) break;
      if (length > peekBytes && this.#whole(data, from)) needed = length;
      if (from + needed > end) break;
      this.#heard((data[at] ?? 0) & 15, data, from, from + needed);
      at = from + length;
    }
    if (at > end) this.#skip = at - end;
    // A copy: what arrives next is written over it.
    else if (at < end) this.#held = Buffer.from(data.subarray(at));
  }
}

/** A text frame as clients send it, masked (RFC 6455 section 5.3). The key is fixed: the other end's work is the same. */
export function clientFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = length < 126 ? 6 : 8;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = 0x80 | opcode;
  if (length < 126) frame[1] = 0x80 | length;
  else {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(length, 2);
  }
  frame.writeUInt32BE(0x5ca1ab1e, head - 4);
  for (let i = 0; i < length; i++) frame[head + i] = (payload[i] ?? 0) ^ (mask[i & 3] ?? 0);
  return frame;
}

const mask = [0x5c, 0xa1, 0xab, 0x1e];
