import { linksIn } from '@securechat/client';
import { linksAndMentions } from '@securechat/client/present';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean } from './clean.ts';
import { hang } from './hanging-indent.ts';
import { linkNumbers } from './link-numbers.ts';
import { styledOf } from './links.ts';
import { rowText, rowWidth, span } from './rows.ts';

const urls = (text: string) => linksIn(text).map(({ url }) => url);

test('an address never contains a control character', () => {
  const evil = fc.string({
    unit: fc.constantFrom(
      '\u001b',
      '\u0007',
      '\\',
      ']',
      ';',
      '8',
      '\u009d',
      '\u009c',
      'a',
      '/',
      '@',
      '\n',
      '\u202e',
      '\u200d',
    ),
    maxLength: 30,
  });
  fc.assert(
    fc.property(evil, evil, (a, b) => {
      for (const url of urls(clean(`${a}https://a.example/${b}`))) expect(url).toMatch(/^https:\/\/[\u0021-\u007e]+$/);
    }),
  );
});

test('links do not change the text of rows, and every linked span is part of its address', () => {
  const word = fc.constantFrom(
    'hi',
    'https://a.example/a/long/path?with=much',
    'https://b.example',
    'bob',
    '12:00',
    '\n',
    'you',
  );
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 8 }),
      fc.integer({ min: 6, max: 60 }),
      fc.boolean(),
      (words, width, inline) => {
        const text = words.join(' ').trim();
        const numberOf = inline ? linkNumbers().in('general').of : undefined;
        const styled = styledOf(linksAndMentions(text), numberOf);
        const beginning = [span('12:00 ', 'muted'), span('bob  ', 'other')];
        const rows = hang(beginning, styled.text, 'plain', width);
        const linked = hang(beginning, styled, 'plain', width);
        for (const row of linked) expect(rowWidth(row)).toBeLessThanOrEqual(width);
        expect(linked.map(rowText)).toEqual(rows.map(rowText));
        for (const piece of linked.flat()) {
          if (piece.link !== undefined)
            expect(['https://a.example/a/long/path?with=much', 'https://b.example/']).toContain(piece.link);
          if (piece.link !== undefined) expect(piece.link).toContain(piece.text);
        }
      },
    ),
  );
});

test('a link that wraps to the next row stays the same link', () => {
  const text = 'look: https://a.example/one/two/three now';
  const pieces = hang([span('12:00 ')], styledOf(linksAndMentions(text)), 'plain', 26)
    .flat()
    .filter(({ link }) => link !== undefined);
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces.map((piece) => piece.text).join('')).toBe('https://a.example/one/two/three');
  expect(new Set(pieces.map(({ link }) => link))).toEqual(new Set(['https://a.example/one/two/three']));
});

test('the number of a link is neither part of the link nor of the message', () => {
  const { of } = linkNumbers().in('general');
  of('https://first.example/');
  const styled = styledOf(linksAndMentions('[7]https://a.example/x, (https://b.example/) and https://a.example/x'), of);
  expect(styled.text).toBe('[7][2]https://a.example/x, ([3]https://b.example/) and [2]https://a.example/x');
  const pieces = hang([], styled, 'plain', 200).flat();
  expect(pieces.filter(({ tone }) => tone === 'muted').map((piece) => piece.text)).toEqual(['[2]', '[3]', '[2]']);
  expect(pieces.flatMap(({ link }) => link ?? [])).toEqual([
    'https://a.example/x',
    'https://b.example/',
    'https://a.example/x',
  ]);
  expect(styledOf(linksAndMentions('no link'), of)).toEqual({ text: 'no link', parts: [] });
  expect(styledOf(linksAndMentions('https://a.example/x')).text).toBe('https://a.example/x');
});

test('a number stays with its address, and each room has its own numbers', () => {
  const numbers = linkNumbers();
  const { of, urlOf } = numbers.in('general');
  expect([of('https://b.example/'), of('https://a.example/'), of('https://b.example/')]).toEqual([1, 2, 1]);
  expect([urlOf(1), urlOf(2), urlOf(3), urlOf(0), urlOf(1.5), urlOf(Number.NaN)]).toEqual([
    'https://b.example/',
    'https://a.example/',
    ...Array(4).fill(undefined),
  ]);
  expect(numbers.in('constructor').of('https://a.example/')).toBe(1);
  expect(numbers.in('general')).toBe(numbers.in('general'));
});
