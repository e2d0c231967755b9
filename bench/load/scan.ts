/** Called for a frame: `buffer[from..to)` is the payload, or its first `peekBytes` if it is not needed as a whole. */
export type OnFrame = (opcode: number, buffer: Buffer, from: number, to: number) => void;

/** Whether the payload that begins at `from` is needed as a whole; called with at least `peekBytes` of it. */
export type Whole = (buffer: Buffer, from: number) => boolean;

/** Enough of a payload to recognise its kind. */
const peekBytes = 48;

/**
 * Finds the WebSocket frames in a server's stream without decoding payloads. If `whole` says so the listener gets a complete payload
 * (joined if it was split), otherwise its beginning. Servers here send no fragments and no masks.
 */
export class FrameScanner {
  readonly #onFrame: OnFrame;
  readonly #whole: Whole;
  /** The beginning of an incomplete frame. */
  #held: Buffer | undefined;
  /** Bytes of a payload that are still to be skipped. */
  #skip = 0;

  constructor(onFrame: OnFrame, whole: Whole) {
    this.#onFrame = onFrame;
    this.#whole = whole;
  }

  /** Takes a chunk. Its buffer may be reused afterwards. */
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
      this.#onFrame((data[at] ?? 0) & 15, data, from, from + needed);
      at = from + length;
    }
    if (at > end) this.#skip = at - end;
    // Copied, because the next chunk overwrites the buffer.
    else if (at < end) this.#held = Buffer.from(data.subarray(at));
  }
}

/** A text frame as clients send it, masked (RFC 6455 section 5.3). The key is fixed: unmasking costs the server the same. */
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
