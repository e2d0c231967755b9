import { growth } from '@securechat/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldOf } from './fold.ts';
import { piecesOf } from './markup.ts';
import { beginningOf } from './message-text.ts';

const kinds = (text: string) => piecesOf(text).map(({ kind, text: t }) => [kind, t]);
const fence = '```';

test('links, code in a line and fenced blocks are pieces of their own', () => {
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

test('an address within code is code, and marks that are not closed are text', () => {
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
    expect(piecesOf(text).some(({ kind }) => kind === 'link')).toBe(false);
  }
});

test('the pieces of any text put together are that text, so that what is copied is what was written', () => {
  const part = fc.constantFrom('`', '``', fence, '\n', ' ', 'https://a.example/x', 'word', '\t', '\u200d', ')', '(');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), fc.nat(200), (parts, length) => {
      const text = parts.join('');
      const pieces = piecesOf(text);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      expect(
        beginningOf(pieces, length)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text.slice(0, length));
    }),
  );
});

test('a long message is folded, and says how much is hidden', () => {
  const lines = (n: number) => Array.from({ length: n }, (_, i) => `line ${i}`).join('\n');
  expect(foldOf(lines(24))).toBeUndefined();
  expect(foldOf(lines(64))).toEqual({ shownLength: lines(12).length, label: '52 more lines' });
  expect(foldOf('x'.repeat(3000))).toBeUndefined();
  expect(foldOf('x'.repeat(16_000))).toEqual({ shownLength: 1200, label: '14,800 more characters' });
  // Lines too long for a screen are counted by their characters; no character is cut in two.
  expect(foldOf(`${'x'.repeat(1199)}\u{1f600}${'x'.repeat(9000)}\n`.repeat(30))).toMatchObject({ shownLength: 1199 });
});

test.each(['`', '`a', '``a', `${fence}\n`, `\n${fence}`, 'https://a.example/) ', '`a\n', '`` a ` '])(
  'ten times as many %j cost about ten times as much',
  (part) => {
    const [short, long] = [part.repeat(1600 / part.length), part.repeat(16_000 / part.length)];
    piecesOf(short);
    // A cost that grows with the square would give 100.
    expect(
      growth(
        () => piecesOf(short),
        () => piecesOf(long),
        40,
      ),
    ).toBeLessThan(40);
  },
);
