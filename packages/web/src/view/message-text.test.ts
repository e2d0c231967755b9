import { partsOf } from '@securechat/client/present';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldOf } from './fold.ts';
import { beginningOf } from './message-text.ts';

test('a long message is folded, and shows how much is hidden', () => {
  const lines = (n: number) => Array.from({ length: n }, (_, i) => `line ${i}`).join('\n');
  expect(foldOf(lines(24))).toBeUndefined();
  expect(foldOf(lines(64))).toEqual({ shownLength: lines(12).length, label: '52 more lines' });
  expect(foldOf('x'.repeat(3000))).toBeUndefined();
  expect(foldOf('x'.repeat(16_000))).toEqual({ shownLength: 1200, label: '14,800 more characters' });
  // Long lines are counted in characters; no character is split.
  expect(foldOf(`${'x'.repeat(1199)}\u{1f600}${'x'.repeat(9000)}\n`.repeat(30))).toMatchObject({ shownLength: 1199 });
});

test('the beginning of a message is cut by text length, whatever its parts are', () => {
  const part = fc.constantFrom('`', '```', '\n', ' ', 'https://a.example/x', 'word', '@ada');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), fc.nat(200), (words, length) => {
      const text = words.join('');
      const shown = beginningOf(partsOf(text, 'ada'), length).map((piece) => piece.text);
      expect(shown.join('')).toBe(text.slice(0, length));
    }),
  );
});
