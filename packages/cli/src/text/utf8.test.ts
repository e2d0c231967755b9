import { expect, test } from 'vitest';
import { Utf8Reader } from './utf8.ts';

/** The text decoded from these chunks, and the position of the first byte that is not UTF-8. */
function read(...pieces: Buffer[]): [string, number | undefined] {
  const reader = new Utf8Reader();
  const text = pieces.map((piece) => reader.read(piece)).join('');
  reader.end();
  return [text, reader.invalidByte];
}

test('text is decoded unchanged, wherever the chunks end', () => {
  const text = 'a\u00e9\u20ac\u6f22\ud83d\udc4b\ufeff\ufffd\u0000\u0301z\n\u{10ffff}';
  const bytes = Buffer.from(text);
  for (let first = 0; first <= bytes.length; first++) {
    for (let second = first; second <= bytes.length; second++) {
      const pieces = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
      expect(read(...pieces)).toEqual([text, undefined]);
    }
  }
});

test('the position of the first byte that is not UTF-8 is reported', () => {
  const latin1 = Buffer.from('grün', 'latin1');
  expect(read(latin1)).toEqual(['gr', 3]);
  expect(read(latin1.subarray(0, 3), latin1.subarray(3))).toEqual(['gr', 3]);
  expect(read(Buffer.from('caf\u00e9 au lait', 'latin1'))).toEqual(['caf', 4]);
  expect(read(Buffer.from('one\n'), Buffer.from([0x61, 0xed, 0xa0, 0x80]))).toEqual(['one\na', 6]);
  expect(read(Buffer.from('ok \u20ac').subarray(0, 5))).toEqual(['ok ', 4]);
  expect(read(Buffer.from('hi', 'utf16le'))[1]).toBeUndefined();
  expect(read(Buffer.from([0xff, 0xfe]))).toEqual(['', 1]);
});

test('a byte order mark is not part of the text', () => {
  expect(read(Buffer.from('\ufeffhello'))).toEqual(['hello', undefined]);
});
