import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lettersOf } from '../text/width.ts';
import { type Composer, type Edit, edits, emptyComposer, insert, sent } from './composer.ts';

/** The text with `|` where the cursor is, after these edits. */
function after(start: string, ...steps: Edit[]): string {
  const cursor = start.indexOf('|');
  let composer: Composer = { ...emptyComposer, text: start.replace('|', ''), cursor };
  for (const step of steps) composer = edits[step](composer);
  return `${composer.text.slice(0, composer.cursor)}|${composer.text.slice(composer.cursor)}`;
}

test('the cursor moves by letters, words and lines', () => {
  expect(after('ab|', 'left')).toBe('a|b');
  expect(after('a👩‍🚀|', 'left')).toBe('a|👩‍🚀');
  expect(after('|e\u0301x', 'right')).toBe('e\u0301|x');
  expect(after('one two|', 'wordLeft')).toBe('one |two');
  expect(after('|one two', 'wordRight', 'wordRight')).toBe('one two|');
  expect(after('one\nt|wo', 'home')).toBe('one\n|two');
  expect(after('o|ne\ntwo', 'end')).toBe('one|\ntwo');
  expect(after('one\ntw|o', 'up')).toBe('on|e\ntwo');
  expect(after('on|e\nt', 'down')).toBe('one\nt|');
});

test('text is removed by letters, words and to the ends of the line', () => {
  expect(after('a👩‍🚀|', 'backspace')).toBe('a|');
  expect(after('|', 'backspace')).toBe('|');
  expect(after('|ab', 'delete')).toBe('|b');
  expect(after('one two |', 'deleteWord')).toBe('one |');
  expect(after('x\none| two', 'deleteToStart')).toBe('x\n| two');
  expect(after('one| two\nx', 'deleteToEnd')).toBe('one|\nx');
  expect(after('one|', 'newline')).toBe('one\n|');
});

test('what was sent comes back with up, and the draft with down', () => {
  let composer = sent(insert(emptyComposer, 'first'));
  composer = sent(insert(composer, 'second'));
  composer = edits.up(edits.up(insert(composer, 'draft')));
  expect(composer.text).toBe('first');
  composer = edits.down(edits.down(composer));
  expect(composer.text).toBe('draft');
  expect(edits.down(composer).text).toBe('draft');
});

test('whatever is done, the cursor never stands within a letter', () => {
  const step = fc.oneof(
    fc.constantFrom(...(Object.keys(edits) as Edit[])),
    fc.constantFrom('👩‍🚀', 'e\u0301', 'word ', '\n', '漢').map((text) => ({ text })),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let c = emptyComposer;
      for (const s of steps) c = typeof s === 'string' ? edits[s](c) : insert(c, s.text);
      const stops = [0];
      for (const letter of lettersOf(c.text)) stops.push((stops.at(-1) ?? 0) + letter.length);
      expect(stops).toContain(c.cursor);
    }),
  );
});
