import { growth } from '@securechat/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partsOf } from './parts.ts';

const kinds = (text: string) => partsOf(text, 'ada').map(({ kind, text: t }) => [kind, t]);
const fence = '```';

test('links, inline code and fenced blocks are separate parts', () => {
  expect(kinds('see https://a.example/x, then `npm ci`.')).toEqual([
    ['text', 'see '],
    ['link', 'https://a.example/x'],
    ['text', ', then '],
    ['code', '`npm ci`'],
    ['text', '.'],
  ]);
  expect(kinds(`look:\n${fence}ts\nlet a = \`b\`;\n${fence}\nfine`)).toEqual([
    ['text', 'look:\n'],
    ['block', `${fence}ts\nlet a = \`b\`;\n${fence}\n`],
    ['text', 'fine'],
  ]);
  expect(kinds('``a ` b``')).toEqual([['text', '``a ` b``']]);
});

test('an address within code is code, and unclosed marks are text', () => {
  expect(kinds('`curl https://a.example`')).toEqual([['code', '`curl https://a.example`']]);
  expect(kinds(`${fence}\nnot closed`)).toEqual([['text', `${fence}\nnot closed`]]);
  expect(kinds('a ` b\nc ` d')).toEqual([['text', 'a ` b\nc ` d']]);
  expect(kinds('')).toEqual([]);
});

test('only http and https are links', () => {
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'https://bank.example@evil.example/',
  ]) {
    expect(partsOf(text).some(({ kind }) => kind === 'link')).toBe(false);
  }
});

test('the concatenated parts of any text are that text, so that a copy equals the original', () => {
  const part = fc.constantFrom(
    '`',
    '``',
    fence,
    '\n',
    ' ',
    'https://a.example/x',
    'word',
    '@ada',
    '\t',
    '\u200d',
    ')',
    '(',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const text = parts.join('');
      const pieces = partsOf(text, 'ada');
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    }),
  );
});

test('mentions of the reader are parts, in any case and only outside of code and links', () => {
  expect(kinds('hi @Ada, see https://a.example/@ada and `@ada`')).toEqual([
    ['text', 'hi '],
    ['mention', '@Ada'],
    ['text', ', see '],
    ['link', 'https://a.example/@ada'],
    ['text', ' and '],
    ['code', '`@ada`'],
  ]);
  expect(partsOf('hi @ada')).toEqual([{ kind: 'text', text: 'hi @ada' }]);
});

test.each(['`', '`a', '``a', `${fence}\n`, `\n${fence}`, 'https://a.example/) ', '`a\n', '`` a ` ', '@ada '])(
  'ten times as many %j take about ten times as long',
  (part) => {
    const [short, long] = [part.repeat(1600 / part.length), part.repeat(16_000 / part.length)];
    partsOf(short, 'ada');
    // Quadratic time would give 100.
    expect(
      growth(
        () => partsOf(short, 'ada'),
        () => partsOf(long, 'ada'),
        40,
      ),
    ).toBeLessThan(40);
  },
);
