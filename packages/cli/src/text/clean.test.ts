import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean, cleanLine } from './clean.ts';

const forbidden = /(?!\n)\p{Cc}|\p{Cs}|\p{Bidi_Control}|[\u200b\u2060\ufeff\u00ad]/u;

const nasty = fc.constantFrom(
  '\u001b[31m',
  '\u001b]52;c;AAAA\u0007',
  '\u009d0;title\u009c',
  '\r',
  '\n',
  '\t',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u200d',
  '\ufe0f',
  '\ud83d',
  '\udc69',
  '👩‍🚀',
  '❤️',
  '👍🏽',
  '1️⃣',
  '漢',
  'a\u0301',
  '\u0301',
  '\u{e0041}',
  '\u200c',
  'ی',
  'ന്',
  '\u{1f3f4}',
  '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
  '\u2028',
);
const text = fc
  .array(fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), nasty), { maxLength: 12 })
  .map((t) => t.join(''));

test('the result contains no control characters and no invisible or reordering ones', () => {
  fc.assert(fc.property(text, (t) => !forbidden.test(clean(t))));
});

test('cleaning is idempotent', () => {
  fc.assert(fc.property(text, (t) => clean(clean(t)) === clean(t)));
});

test('a joiner stays only between emoji, and after letters that it shapes', () => {
  fc.assert(
    fc.property(text, (t) => {
      const joined = clean(t).match(/\u200d/gu)?.length ?? 0;
      const good = clean(t).match(
        /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d(?=\p{Extended_Pictographic})|(?<=[\p{L}\p{M}])(?<!\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic}|\p{Script=Hebrew}|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}|\p{Script=Inherited}|\p{Script=Common})\u200d/gu,
      );
      return joined === (good?.length ?? 0);
    }),
  );
});

test('ordinary text is unchanged', () => {
  for (const t of [
    'plain',
    'zwei Zeilen\n  eingerückt',
    '漢字かな',
    '👩‍🚀 👨‍👩‍👧 ❤️ 1️⃣ 👍🏽',
    'é e\u0301',
    'привет',
    'שלום',
    'می\u200cخواهم',
    'അവന്\u200d',
    'ක්\u200dෂ',
    '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
  ])
    expect(clean(t)).toBe(t);
});

test('control characters are shown as symbols', () => {
  expect(clean('\u001b]52;c;aGk=\u0007')).toBe('␛]52;c;aGk=␇');
  expect(clean('a\tb\r\nc\rd\u007f\u009b')).toBe('a       b\nc␍d␡\ufffd');
  expect(clean('pay \u202eevil\u202c\u200b now')).toBe('pay evil now');
  expect(clean(`z${'\u0301'.repeat(50)}`)).toBe(`z${'\u0301'.repeat(8)}`);
  expect(cleanLine('two\nlines')).toBe('two lines');
});
