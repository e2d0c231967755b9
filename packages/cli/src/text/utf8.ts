import { isUtf8 } from 'node:buffer';

/** How many bytes a character has that begins with this one. */
const lengthOf = (lead: number) => (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);

/** Where the last character begins that has not come as a whole; the end where all have. */
function completeUpTo(bytes: Buffer): number {
  for (let at = bytes.length - 1; at >= Math.max(0, bytes.length - 3); at--) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0xc0) return at + lengthOf(byte) > bytes.length ? at : bytes.length;
    if (byte < 0x80) break;
  }
  return bytes.length;
}

/** Where the first sequence begins that is not UTF-8. */
function firstInvalid(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length) {
    const end = at + lengthOf(bytes[at] ?? 0);
    if (!isUtf8(bytes.subarray(at, end))) return at;
    at = end;
  }
  return at;
}

/** A text without the byte order mark that some editors and PowerShell put in front: it is no part of the text. */
export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Decodes UTF-8 piece by piece, and knows the place of what is none. Nothing is replaced in silence. */
export class Utf8Reader {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #pending: Buffer = Buffer.alloc(0);
  #before = 0;
  #invalid: number | undefined;

  /** The number of the first byte, counted from 1, that is not UTF-8. */
  get invalidByte(): number | undefined {
    return this.#invalid;
  }

  /** The text of the next piece up to what is not UTF-8; from there on nothing more. */
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

  /** Nothing more comes: a character that was begun is not UTF-8 either. */
  end(): void {
    if (this.#pending.length > 0) this.#invalid ??= this.#before + 1;
  }
}
