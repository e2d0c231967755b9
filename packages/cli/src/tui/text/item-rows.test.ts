import { expect, test } from 'vitest';
import { aMessage, anEvent, pending, presence, user } from '../testing/values.ts';
import { itemRows, pendingRows } from './item-rows.ts';
import { rowText, rowWidth } from './rows.ts';
import { timelineLines } from './timeline-lines.ts';

const me = user('ada');
const noon = new Date(2026, 0, 1, 12, 34).getTime();
const texts = (rows: ReturnType<typeof itemRows>) => rows.map(rowText);

test('a message begins with time and author, and hangs its further lines', () => {
  expect(texts(itemRows(aMessage(1, 'bob', 'the quick brown fox jumps', noon), me, 30))).toEqual([
    '12:34 bob  the quick brown fox',
    '           jumps',
  ]);
  expect(texts(itemRows(aMessage(1, 'bob', 'one\ntwo', noon), me, 40))).toEqual(['12:34 bob  one', '           two']);
});

test('in a narrow pane a long name stands above its text', () => {
  const rows = itemRows(aMessage(1, 'a-rather-long-user-name', 'hello there', noon), me, 24);
  expect(texts(rows)).toEqual(['12:34 a-rather-long-use…', '  hello there']);
});

test('actions, remarks and what this version cannot read', () => {
  expect(texts(itemRows(aMessage(1, 'ada', '/me waves', noon), me, 40))).toEqual(['12:34 * ada waves']);
  const said = (type: Parameters<typeof anEvent>[1]) => texts(itemRows(anEvent(1, type, 'bob', noon), me, 60));
  expect(said('joined')).toEqual(['12:34 bob became a member of #general']);
  expect(said('left')).toEqual(['12:34 bob is no longer a member of #general']);
  expect(said('removed')).toEqual(['12:34 bob removed cyd from #general']);
  expect(said('made')).toEqual(['12:34 bob made #general']);
  expect(said('unknown')).toEqual(['12:34 a message this version cannot read']);
  expect(texts(itemRows(presence('bob', true, noon), me, 60))).toEqual(['12:34 bob joined the chat']);
  expect(texts(itemRows(presence('bob', false, noon), me, 60))).toEqual(['12:34 bob left the chat']);
});

test('a pending message is marked, a refused one says why and what to do', () => {
  expect(texts(pendingRows(pending('x1', 'hello'), me, 80))).toEqual(['…     ada  hello']);
  const rows = texts(pendingRows(pending('x1', 'hello', 'The text is too long.'), me, 80));
  expect(rows[0]).toBe('!     ada  hello');
  expect(rows.slice(1).join(' ')).toMatch(/not sent: The text is too long\..*\/retry.*\/discard/);
});

test('hostile text is cleaned, and no row is ever too wide', () => {
  const evil = '\u001b]0;title\u0007 漢字 👩‍🚀 \u202e'.repeat(9);
  for (let width = 10; width < 60; width += 7) {
    const rows = [
      ...itemRows(aMessage(1, 'bob', evil, noon), me, width),
      ...pendingRows(pending('p', evil, evil), me, width),
    ];
    for (const row of rows) {
      expect(rowWidth(row)).toBeLessThanOrEqual(width);
      expect(rowText(row)).not.toMatch(/\p{Cc}|\u202e/u);
    }
  }
});

test('a new day gets a line of its own, and rows are laid out once', () => {
  const timeline = [aMessage(1, 'bob', 'before', noon), aMessage(2, 'bob', 'after', noon + 24 * 3_600_000)];
  const lines = timelineLines({ timeline, pending: [], me }, 40);
  expect(texts([...lines.rows(1)])).toEqual(['── 2026-01-02 ──', '12:34 bob  after']);
  expect(timelineLines({ timeline, pending: [], me }, 40).rows(0)).toBe(lines.rows(0));
});
