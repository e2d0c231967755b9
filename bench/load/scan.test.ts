import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientFrame, FrameScanner } from './scan.ts';

/** A frame as a server sends it. */
function serverFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([0x80 | opcode, length]), payload]);
  if (length < 65_536) {
    const head = Buffer.from([0x80 | opcode, 126, 0, 0]);
    head.writeUInt16BE(length, 2);
    return Buffer.concat([head, payload]);
  }
  const head = Buffer.alloc(10);
  head[0] = 0x80 | opcode;
  head[1] = 127;
  head.writeUInt32BE(length, 6);
  return Buffer.concat([head, payload]);
}

/** Scans a stream in pieces that end at `ends`, each overwriting the one before as in a socket's buffer; returns the frames found. */
function scanned(stream: Buffer, ends: readonly number[], whole: (first: number) => boolean): string[] {
  const frames: string[] = [];
  const scanner = new FrameScanner(
    (opcode, buffer, from, to) => frames.push(`${opcode}:${buffer.toString('latin1', from, to)}`),
    (buffer, from) => whole(buffer[from] ?? 0),
  );
  const shared = Buffer.alloc(stream.length);
  const cuts = [...new Set(ends)].filter((end) => end < stream.length).sort((a, b) => a - b);
  let from = 0;
  for (const to of [...cuts, stream.length]) {
    const size = stream.copy(shared, 0, from, to);
    scanner.take(shared.subarray(0, size));
    shared.fill(0xff);
    from = to;
  }
  return frames;
}

const letters = (length: number, first: string) => first + 'x'.repeat(Math.max(0, length - 1));
const lengths = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(125, 126, 127, 65_535, 65_536, 70_000));
const texts = fc.array(
  fc.tuple(lengths, fc.constantFrom('w', 'p')).map(([length, first]) => letters(length, first)),
  { minLength: 1, maxLength: 6 },
);

test('finds every frame in any pieces, complete if requested and its beginning otherwise', () => {
  fc.assert(
    fc.property(texts, fc.array(fc.nat(2000), { maxLength: 12 }), (said, ends) => {
      const stream = Buffer.concat(said.map((text) => serverFrame(1, Buffer.from(text))));
      const expected = said.map((text) => `1:${text.startsWith('w') ? text : text.slice(0, 48)}`);
      expect(scanned(stream, ends, (first) => first === 'w'.charCodeAt(0))).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('finds frames that arrive byte by byte', () => {
  const said = [letters(10, 'p'), letters(200, 'w'), letters(130, 'p'), letters(1, 'p')];
  const stream = Buffer.concat(said.map((text) => serverFrame(1, Buffer.from(text))));
  const everywhere = Array.from({ length: stream.length }, (_, i) => i);
  const frames = scanned(stream, everywhere, (first) => first === 'w'.charCodeAt(0));
  expect(frames).toEqual(said.map((text) => `1:${text.startsWith('w') ? text : text.slice(0, 48)}`));
});

test('returns the kind of a frame', () => {
  const stream = Buffer.concat([serverFrame(9, Buffer.from('beat')), serverFrame(1, Buffer.from('text'))]);
  expect(scanned(stream, [], () => false)).toEqual(['9:beat', '1:text']);
});

test.each([0, 5, 125, 126, 3000])('masks a frame of %i bytes as a server unmasks it', (length) => {
  const payload = Buffer.from(letters(length, 'a').slice(0, length));
  const frame = clientFrame(1, payload);
  const head = length < 126 ? 2 : 4;
  expect(frame[0]).toBe(0x81);
  expect((frame[1] ?? 0) & 0x80).toBe(0x80);
  expect(length < 126 ? (frame[1] ?? 0) & 127 : frame.readUInt16BE(2)).toBe(length);
  const key = frame.subarray(head, head + 4);
  const unmasked = frame.subarray(head + 4).map((byte, i) => byte ^ (key[i & 3] ?? 0));
  expect(Buffer.from(unmasked).equals(payload)).toBe(true);
});
