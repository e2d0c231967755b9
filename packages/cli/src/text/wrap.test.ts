import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { clean } from './clean.ts';
import { fit, lettersOf, widthOf } from './width.ts';
import { wrap, wrapLines } from './wrap.ts';

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

test('only spaces are dropped', () => {
  const bare = (t: string) => t.replace(/[ \n]/g, '');
  fc.assert(
    fc.property(text, fc.integer({ min: 10, max: 30 }), (t, width) => bare(wrap(t, width).join('')) === bare(t)),
    { numRuns: 200 },
  );
});

test('lines break between words, within long ones, and keep indents and empty lines', () => {
  expect(wrap('the quick brown fox', 9)).toEqual(['the quick', 'brown fox']);
  expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
  expect(wrap('漢字漢字', 5)).toEqual(['漢字', '漢字']);
  expect(wrap('if x:\n  y\n\nz', 10)).toEqual(['if x:', '  y', '', 'z']);
  expect(wrap('👩‍🚀👩‍🚀👩‍🚀', 4)).toEqual(['👩‍🚀👩‍🚀', '👩‍🚀']);
});

test('a word longer than a line starts on the current one; a word that fits a line is not broken', () => {
  expect(wrap('see abcdefghijklmnop now', 8)).toEqual(['see abcd', 'efghijkl', 'mnop now']);
  expect(wrap('see abcdefgh now', 8)).toEqual(['see', 'abcdefgh', 'now']);
  expect(wrap(`look: https://a.example/${'x'.repeat(20)}`, 20)).toEqual([
    'look: https://a.exam',
    `ple/${'x'.repeat(16)}`,
    'xxxx',
  ]);
});

test('Chinese and Japanese break between characters, but not before punctuation', () => {
  expect(wrap('abc 漢字漢字漢字', 9)).toEqual(['abc 漢字', '漢字漢字']);
  expect(wrap('漢字漢字。漢', 8)).toEqual(['漢字漢', '字。漢']);
  expect(wrap('漢字漢「字」', 8)).toEqual(['漢字漢', '「字」']);
});

test('code blocks and indented lines break at the edge and keep their indent', () => {
  const code = '```\nconst answer = 42; // the answer\n```\nand prose that goes on';
  expect(wrap(code, 20)).toEqual(['```', 'const answer = 42; /', '/ the answer', '```', 'and prose that goes', 'on']);
  expect(wrap('  return a_long_name + another;', 20)).toEqual(['  return a_long_name', '   + another;']);
  expect(wrap('~~~ts\n    if (a) b = c(d, e, f);', 22)).toEqual(['~~~ts', '    if (a) b = c(d, e,', '     f);']);
  expect(wrap('one ``` two three four', 9)).toEqual(['one ```', 'two three', 'four']);
});

test('each line has its position in the text', () => {
  const all = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '漢', '`', '~'), maxLength: 60 });
  fc.assert(
    fc.property(all, fc.integer({ min: 4, max: 30 }), (t, width) => {
      for (const { text, from } of wrapLines(t, width)) expect(t.slice(from, from + text.length)).toBe(text);
    }),
  );
});

test('a truncated line ends with an ellipsis', () => {
  expect(fit('hello', 5)).toBe('hello');
  expect(fit('hello!', 5)).toBe('hell…');
  expect(fit('漢字漢字', 6)).toBe('漢字…');
  expect(lettersOf('a👩‍🚀e\u0301')).toEqual(['a', '👩‍🚀', 'e\u0301']);
});

test('an endless grapheme is as wide as a terminal may draw it', () => {
  for (const [unit, wide] of [
    ['ᄀ', 2],
    ['👩\u200d', 2],
    ['क्', 1],
  ] as const) {
    const endless = unit.repeat(50);
    expect(widthOf(endless), unit).toBeGreaterThanOrEqual(50 * wide);
    expect(fit(endless, 20), unit).toBe('…');
    expect(wrap(`a ${endless}`, 20)[0], unit).toMatch(/^a/);
    expect(wrap(endless, 20).every((line) => widthOf(line) <= 20)).toBe(true);
  }
  expect(['👨‍👩‍👧‍👦', '🧑🏽‍❤️‍💋‍🧑🏿', '각'].map(widthOf)).toEqual([2, 2, 2]);
});
