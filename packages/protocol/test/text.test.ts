import { describe, expect, test } from 'vitest';
import { asWords, isBlank, readMessage } from '../src/index.ts';

/** Characters that no terminal and no browser draws, by their names. */
const invisible = {
  'nothing at all': '',
  space: ' ',
  'tab and line breaks': '\t\n\r\n\u2028\u2029',
  'no-break space': '\u00a0',
  'ideographic space': '\u3000',
  'zero width space': '\u200b',
  'zero width non-joiner and joiner': '\u200c\u200d',
  'word joiner and invisible operators': '\u2060\u2061\u2062\u2063\u2064',
  'byte order mark': '\ufeff',
  'soft hyphen': '\u00ad',
  'combining grapheme joiner': '\u034f',
  'braille pattern blank': '\u2800',
  'Hangul fillers': '\u115f\u1160\u3164\uffa0',
  'Khmer inherent vowels': '\u17b4\u17b5',
  'Mongolian vowel separator': '\u180e',
  'variation selectors': '\ufe0e\ufe0f\u{e0100}',
  'tag characters': '\u{e0001}\u{e0061}\u{e007f}',
  'direction marks': '\u200e\u200f\u061c',
  'interlinear annotation marks': '\ufff9\ufffa\ufffb',
  'musical null notehead': '\u{1d159}',
  'control characters': '\u0000\u001b\u009f',
};

describe('blank text', () => {
  test.each(Object.entries(invisible))('%s', (_, text) => {
    expect(isBlank(text)).toBe(true);
    expect(isBlank(text.repeat(3))).toBe(true);
    expect(isBlank(`${text}.${text}`)).toBe(false);
  });

  test('all of them together', () => {
    expect(isBlank(Object.values(invisible).join(''))).toBe(true);
  });

  test.each([...['.', '⠁', '가', 'ㅤa', '👨‍👩‍👧', '❤️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'می‌خواهم', '\u0301', '።', '\u{1d158}', '�']])(
    '%s is visible',
    (text) => {
      expect(isBlank(text)).toBe(false);
    },
  );

  test('a long text is read in linear time', () => {
    expect(isBlank(`${'\u200b'.repeat(60_000)}x`)).toBe(false);
  });
});

describe('actions', () => {
  test('/me followed by what its author does', () => {
    expect(readMessage('/me waves')).toEqual({ isAction: true, text: 'waves' });
    expect(readMessage('/me waves\ntwice')).toEqual({ isAction: true, text: 'waves\ntwice' });
  });

  test.each(['/me', '/me ', '/mean', ' /me waves', '/ME waves', 'me', '//', '//x', '//mean', '// me x'])(
    '%j is shown as it is',
    (text) => {
      expect(readMessage(text)).toEqual({ isAction: false, text });
      expect(asWords(text)).toBe(text);
    },
  );

  test.each(['/me x', '//me x', '///me x', '/me  x', '/me x\ny'])('%j can be sent as text', (text) => {
    expect(readMessage(asWords(text))).toEqual({ isAction: false, text });
  });
});
