import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { clean } from './clean.ts';
import { fit, lettersOf } from './width.ts';
import { wrap } from './wrap.ts';

const letter = fc.constantFrom('a', 'bc', ' ', '  ', '\n', '漢', '👩‍🚀', '❤️', 'e\u0301', 'กำ', 'क्षि', '🇩🇪', '한', 'ﷺ');
const text = fc
  .array(fc.oneof(letter, fc.string({ unit: 'grapheme', maxLength: 5 })), { maxLength: 40 })
  .map((t) => clean(t.join('')));

test('no line is ever wider than the width', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 30 }), (t, width) =>
      wrap(t, width).every((line) => stringWidth(line) <= width),
    ),
    { numRuns: 200 },
  );
});

test('nothing but spaces is lost', () => {
  const bare = (t: string) => t.replace(/[ \n]/g, '');
  fc.assert(
    fc.property(text, fc.integer({ min: 10, max: 30 }), (t, width) => bare(wrap(t, width).join('')) === bare(t)),
    { numRuns: 200 },
  );
});

test('breaks between words, within long ones, and keeps indents and empty lines', () => {
  expect(wrap('the quick brown fox', 9)).toEqual(['the quick', 'brown fox']);
  expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
  expect(wrap('漢字漢字', 5)).toEqual(['漢字', '漢字']);
  expect(wrap('if x:\n  y\n\nz', 10)).toEqual(['if x:', '  y', '', 'z']);
  expect(wrap('👩‍🚀👩‍🚀👩‍🚀', 4)).toEqual(['👩‍🚀👩‍🚀', '👩‍🚀']);
});

test('a line that is cut says so', () => {
  expect(fit('hello', 5)).toBe('hello');
  expect(fit('hello!', 5)).toBe('hell…');
  expect(fit('漢字漢字', 6)).toBe('漢字…');
  expect(lettersOf('a👩‍🚀e\u0301')).toEqual(['a', '👩‍🚀', 'e\u0301']);
});
