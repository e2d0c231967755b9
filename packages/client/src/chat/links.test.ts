import { growth } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { linksIn } from './links.ts';

const urls = (text: string) => linksIn(text).map(({ url }) => url);
const shown = (text: string) => linksIn(text).map(({ from, to }) => text.slice(from, to));

test('punctuation of the sentence is not part of an address', () => {
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

test('punctuation of any script is not part of an address', () => {
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

test('only http and https addresses that do not hide their host are links', () => {
  for (const text of ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,hi', 'ftp://a.example/']) {
    expect(urls(text)).toEqual([]);
  }
  expect(urls('https://bank.example@evil.example/ https://u:p@evil.example/')).toEqual([]);
  expect(urls(`https://a.example/${'x'.repeat(2000)}`)).toEqual([]);
});

test('the address is normalized to ASCII, so that letters of another alphabet show', () => {
  expect(urls('https://\u0430pple.example/\u00fc?\u00e9#\u00e0')).toEqual([
    'https://xn--pple-43d.example/%C3%BC?%C3%A9#%C3%A0',
  ]);
});

test.each([')', ').', '([{', '.,:;'])(
  'an address that ends in ten times as many %j takes about ten times as long',
  (marks) => {
    const text = (length: number) => `https://a.example/${marks.repeat(length / marks.length)}`;
    const [short, long] = [text(1600), text(16_000)];
    linksIn(short);
    // Quadratic time would give 100.
    expect(
      growth(
        () => linksIn(short),
        () => linksIn(long),
        40,
      ),
    ).toBeLessThan(40);
  },
);
