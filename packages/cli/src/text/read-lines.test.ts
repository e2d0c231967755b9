import { expect, test } from 'vitest';
import { firstLine, readLines } from './read-lines.ts';

async function* chunks(...parts: (string | Buffer)[]) {
  yield* parts;
}
const all = async (input: AsyncIterable<Buffer | string>) => {
  const lines: [number, string][] = [];
  for await (const line of readLines(input)) if ('text' in line) lines.push([line.number, line.text]);
  return lines;
};

test('lines are cut at line feeds alone, wherever the chunks end', async () => {
  expect(await all(chunks('o', 'ne\ntw', 'o\r', '\n\nfour\u2028still four'))).toEqual([
    [1, 'one'],
    [2, 'two'],
    [3, ''],
    [4, 'four\u2028still four'],
  ]);
});

test('a character may be split across chunks', async () => {
  const bytes = Buffer.from('grün\n');
  expect(await all(chunks(bytes.subarray(0, 3), bytes.subarray(3)))).toEqual([[1, 'grün']]);
});

test('input without line breaks is passed on before it fills the memory', async () => {
  const lines = await all(chunks(...Array.from({ length: 100 }, () => 'x'.repeat(1000))));
  expect(lines.length).toBeGreaterThan(1);
});

test('the first line is returned without reading the rest', async () => {
  async function* endless() {
    yield 'secret\r\nmore';
    throw new Error('asked for more than the first line');
  }
  expect(await firstLine(endless())).toBe('secret');
  expect(await firstLine(chunks())).toBeUndefined();
});
