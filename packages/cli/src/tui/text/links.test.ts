import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean } from './clean.ts';
import { hang } from './hang.ts';
import { linkNumbers } from './link-numbers.ts';
import { linksIn, numbered, withLinks } from './links.ts';
import { rowText, rowWidth, span } from './rows.ts';

const urls = (text: string) => linksIn(text).map(({ url }) => url);
const shown = (text: string) => linksIn(text).map(({ from, to }) => text.slice(from, to));

test('an address ends where the sentence goes on', () => {
  expect(shown('see https://a.example/x, or (https://b.example/y).')).toEqual([
    'https://a.example/x',
    'https://b.example/y',
  ]);
  expect(shown('https://en.example/wiki/Go_(game) and [https://c.example/]!')).toEqual([
    'https://en.example/wiki/Go_(game)',
    'https://c.example/',
  ]);
  expect(shown('"https://a.example/?q=1&r=2" HTTPS://B.EXAMPLE')).toEqual([
    'https://a.example/?q=1&r=2',
    'HTTPS://B.EXAMPLE',
  ]);
  expect(shown('no link: example.com, xhttp://a.example, https://')).toEqual([]);
});

test('an address ends where a sentence of any script goes on', () => {
  for (const [text, url] of [
    ['见https://a.example/x，然后', 'https://a.example/x'],
    ['（https://a.example/x）', 'https://a.example/x'],
    ['「https://a.example/x」を見て', 'https://a.example/x'],
    ['https://a.example/x？是的', 'https://a.example/x'],
    ['https://a.example/x；https://b.example', 'https://a.example/x'],
    ['ｈ：https://a.example/x！！', 'https://a.example/x'],
    ['انظر https://a.example/x، ثم', 'https://a.example/x'],
    ['https://a.example/x؟', 'https://a.example/x'],
    ['देखो https://a.example/x। फिर', 'https://a.example/x'],
    ['ดูhttps://a.example/x ครับ', 'https://a.example/x'],
    ['사이트:https://a.example/x', 'https://a.example/x'],
    ['«https://a.example/x»', 'https://a.example/x'],
    ['смотри https://a.example/путь, да', 'https://a.example/путь'],
    ['https://a.example/wiki/漢字', 'https://a.example/wiki/漢字'],
  ] as const) {
    expect(shown(text)[0], text).toBe(url);
  }
  expect(shown('éhttps://a.example')).toEqual([]);
  expect(shown('https://a.example/x；https://b.example')).toEqual(['https://a.example/x', 'https://b.example']);
});

test('only http and https, and nothing that hides its host, is a link', () => {
  for (const text of ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,hi', 'ftp://a.example/']) {
    expect(urls(text)).toEqual([]);
  }
  expect(urls('https://bank.example@evil.example/ https://u:p@evil.example/')).toEqual([]);
  expect(urls(`https://a.example/${'x'.repeat(2000)}`)).toEqual([]);
});

test('the address is written anew in plain letters, so that another alphabet shows', () => {
  expect(urls('https://\u0430pple.example/\u00fc?\u00e9#\u00e0')).toEqual([
    'https://xn--pple-43d.example/%C3%BC?%C3%A9#%C3%A0',
  ]);
});

test('whatever is written, an address has no sign that a terminal obeys', () => {
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

test('rows say the same with links as without, and every marked piece is a part of its address', () => {
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
        const shownText = numbered(text, numberOf);
        const rows = hang([span('12:00 ', 'muted'), span('bob  ', 'other')], shownText, 'plain', width);
        const linked = withLinks(rows, shownText, numberOf);
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

test('a link that goes on in the next row is the same link there', () => {
  const text = 'look: https://a.example/one/two/three now';
  const rows = hang([span('12:00 ')], text, 'plain', 26);
  const pieces = withLinks(rows, text)
    .flat()
    .filter(({ link }) => link !== undefined);
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces.map((piece) => piece.text).join('')).toBe('https://a.example/one/two/three');
  expect(new Set(pieces.map(({ link }) => link))).toEqual(new Set(['https://a.example/one/two/three']));
});

test('a link is named by its number, which is no part of it and not what somebody wrote', () => {
  const { of } = linkNumbers().in('general');
  of('https://first.example/');
  const text = numbered('[7]https://a.example/x, (https://b.example/) and https://a.example/x', of);
  expect(text).toBe('[7][2]https://a.example/x, ([3]https://b.example/) and [2]https://a.example/x');
  const pieces = withLinks([[span(text)]], text, of).flat();
  expect(pieces.filter(({ tone }) => tone === 'muted').map((piece) => piece.text)).toEqual(['[2]', '[3]', '[2]']);
  expect(pieces.flatMap(({ link }) => link ?? [])).toEqual([
    'https://a.example/x',
    'https://b.example/',
    'https://a.example/x',
  ]);
  expect(numbered('no link', of)).toBe('no link');
  expect(numbered('https://a.example/x', undefined)).toBe('https://a.example/x');
});

test('a number stays with its address, and each room counts its own', () => {
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
