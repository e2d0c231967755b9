import { expect, test } from 'vitest';
import { emptyComposer, insert, paste } from '../chat/state/composer.ts';
import { applyEdit } from '../chat/state/composer-edits.ts';
import { rowText } from '../text/rows.ts';
import { composerRows } from './composer-rows.ts';

const typed = (text: string) => insert(emptyComposer, text);
const seen = (composer: typeof emptyComposer, columns = 20, most = 8) => {
  const { rows, cursor } = composerRows(composer, columns, most);
  return { rows: rows.map(rowText), cursor };
};

test('the cursor is where the next character will be drawn, whatever the widths', () => {
  expect(seen(typed('ab'))).toEqual({ rows: ['> ab'], cursor: { x: 4, y: 0 } });
  expect(seen(typed('漢字')).cursor).toEqual({ x: 6, y: 0 });
  expect(seen(typed('👩‍🚀e\u0301')).cursor).toEqual({ x: 5, y: 0 });
  expect(seen(typed('a\n')).cursor).toEqual({ x: 2, y: 1 });
});

test('long lines wrap, and a wide character is never split', () => {
  expect(seen(typed('x'.repeat(18)), 20)).toEqual({
    rows: [`> ${'x'.repeat(17)}`, '  x'],
    cursor: { x: 3, y: 1 },
  });
  expect(seen(typed(`${'x'.repeat(16)}漢`), 20).rows).toEqual([`> ${'x'.repeat(16)}`, '  漢']);
});

test('if not all rows fit, those around the cursor are shown', () => {
  const lines = typed(Array.from({ length: 9 }, (_, i) => `${i}`).join('\n'));
  expect(seen(lines, 20, 3)).toEqual({ rows: ['  6', '  7', '  8'], cursor: { x: 3, y: 2 } });
  let composer = lines;
  for (let i = 0; i < 8; i++) composer = applyEdit({ composer, killRing: [] }, 'up').composer;
  expect(seen(composer, 20, 3)).toEqual({ rows: ['> 0', '  1', '  2'], cursor: { x: 3, y: 0 } });
});

test('each kind of line break starts a row that the cursor can reach', () => {
  let composer = typed('a\u2028bc\u2029d');
  expect(seen(composer)).toEqual({ rows: ['> a', '  bc', '  d'], cursor: { x: 3, y: 2 } });
  const cursors = (['up', 'end', 'right', 'home', 'up', 'home', 'left'] as const).map((edit) => {
    composer = applyEdit({ composer, killRing: [] }, edit).composer;
    return composer.cursor;
  });
  expect(cursors).toEqual([3, 4, 5, 5, 2, 2, 1]);
  expect(composer.text).toBe('a\u2028bc\u2029d');
});

test('a long paste is a placeholder with its length', () => {
  const lines = Array.from({ length: 214 }, () => 'é'.repeat(21)).join('\n');
  const composer = insert(paste(typed('see '), lines), '!');
  const row = '> see [pasted: 214 lines, 9.2 kB]!';
  expect(seen(composer, 60)).toEqual({ rows: [row], cursor: { x: row.length, y: 0 } });
  expect(seen(paste(emptyComposer, lines), 20).rows[0]).toBe('> [pasted: 214 lin…');
  expect(seen(paste(emptyComposer, 'two\nlines')).rows).toEqual(['> two', '  lines']);
});

test('a tab reaches the next tab stop or the edge, and is one cursor step', () => {
  const composer = typed('a\tb');
  expect(seen(composer)).toEqual({ rows: ['> a       b'], cursor: { x: 11, y: 0 } });
  const left = (c: typeof composer) => applyEdit({ composer: c, killRing: [] }, 'left').composer;
  expect(seen(left(composer)).cursor).toEqual({ x: 10, y: 0 });
  expect(seen(left(left(composer))).cursor).toEqual({ x: 3, y: 0 });
  expect(seen(typed('\t\t\tb')).rows).toEqual([`> ${' '.repeat(17)}`, '  b']);
});
