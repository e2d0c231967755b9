import { isUtf8 } from 'node:buffer';

/** The length in bytes of a character with this lead byte. */
const lengthOf = (lead: number) => (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);

/** Where an incomplete last character begins; the end if there is none. */
function completeUpTo(bytes: Buffer): number {
  for (let at = bytes.length - 1; at >= Math.max(0, bytes.length - 3); at--) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0xc0) return at + lengthOf(byte) > bytes.length ? at : bytes.length;
    if (byte < 0x80) break;
  }
  return bytes.length;
}

/** The position of the first invalid UTF-8 sequence. */
function firstInvalid(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length) {
    const end = at + lengthOf(bytes[at] ?? 0);
    if (!isUtf8(bytes.subarray(at, end))) return at;
    at = end;
  }
  return at;
}

/** Removes the byte order mark that some editors and PowerShell put in front: it is not part of the text. */
export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Decodes UTF-8 chunk by chunk, and reports the position of an invalid byte instead of replacing it silently. */
export class Utf8Reader {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #pending: Buffer = Buffer.alloc(0);
  #before = 0;
  #invalid: number | undefined;

  /** The number of the first byte, counted from 1, that is not UTF-8. */
  get invalidByte(): number | undefined {
    return this.#invalid;
  }

  /** The text of the next chunk up to an invalid byte; empty for all later chunks. */
  read(piece: Buffer): string {
    if (this.#invalid !== undefined) return '';
    const bytes = this.#pending.length > 0 ? Buffer.concat([this.#pending, piece]) : piece;
    const end = completeUpTo(bytes);
    let whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) {
      whole = whole.subarray(0, firstInvalid(whole));
      this.#invalid = this.#before + whole.length + 1;
    }
    const text = this.#decoder.decode(whole);
    const isStart = this.#before === 0;
    this.#before += whole.length;
    this.#pending = bytes.subarray(end);
    return isStart ? withoutMark(text) : text;
  }

  /** Ends the input: an incomplete character at the end is invalid. */
  end(): void {
    if (this.#pending.length > 0) this.#invalid ??= this.#before + 1;
  }
}
