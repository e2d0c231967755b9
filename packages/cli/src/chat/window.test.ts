import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Row, rowText, span } from '../text/rows.ts';
import { type Anchor, anchorShowing, type Lines, scroll, seenLines, windowRows } from './window.ts';

/** Items with these heights; rows are named `thing.row`. */
function things(heights: readonly number[], from = 0): Lines {
  return {
    count: heights.length,
    rows: (i) => Array.from({ length: heights[i] ?? 0 }, (_, r): Row => [span(`${i + from}.${r}`)]),
    key: (i) => `k${i + from}`,
    find: (key) => Number(key.slice(1)) - from,
  };
}
const all = (lines: Lines) => Array.from({ length: lines.count }, (_, i) => lines.rows(i).map(rowText)).flat();
const shown = (lines: Lines, height: number, anchor: Anchor) => windowRows(lines, height, anchor).map(rowText);

test('without scrolling the newest rows are shown', () => {
  expect(shown(things([1, 2, 3]), 4, undefined)).toEqual(['1.1', '2.0', '2.1', '2.2']);
  expect(shown(things([1, 1]), 4, undefined)).toEqual(['0.0', '1.0']);
  expect(shown(things([]), 4, undefined)).toEqual([]);
});

test('scrolling anywhere shows the same as a plain list of rows', () => {
  const moves = fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 12 });
  const heights = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 12 });
  fc.assert(
    fc.property(heights, fc.integer({ min: 1, max: 8 }), moves, (sizes, height, steps) => {
      const lines = things(sizes);
      const rows = all(lines);
      let anchor: Anchor;
      let back = 0;
      for (const by of steps) {
        const moved = scroll(lines, height, anchor, by);
        anchor = moved.anchor;
        const most = Math.max(0, rows.length - height);
        back = Math.min(Math.max(0, back - by), most);
        expect(moved.atTop).toBe(back === most);
        expect(shown(lines, height, anchor)).toEqual(
          rows.slice(Math.max(0, rows.length - height - back), rows.length - back),
        );
      }
    }),
  );
});

test('the visible rows stay in place when newer and older items arrive', () => {
  const { anchor } = scroll(things([1, 1, 1, 1, 1, 1]), 2, undefined, -2);
  expect(shown(things([1, 1, 1, 1, 1, 1]), 2, anchor)).toEqual(['2.0', '3.0']);
  expect(shown(things([1, 1, 1, 1, 1, 1, 1, 1, 1], -2), 2, anchor)).toEqual(['2.0', '3.0']);
});

test('an item that was merged into the next one is shown there', () => {
  const { anchor } = scroll(things([1, 1, 1, 1, 1, 1]), 2, undefined, -2);
  expect(anchor).toEqual({ key: 'k3', below: 0 });
  expect(shown(things([1, 1, 1, 0, 1, 1]), 2, anchor)).toEqual(['2.0', '4.0']);
});

test('an item is scrolled into view no further than needed, and stays in place when more items arrive', () => {
  const heights = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 12 });
  const steps = fc.array(fc.nat(), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(heights, fc.integer({ min: 1, max: 8 }), steps, (sizes, height, visits) => {
      const lines = things(sizes);
      let anchor: Anchor;
      for (const visit of visits) {
        const index = visit % sizes.length;
        const before = shown(lines, height, anchor);
        anchor = anchorShowing(lines, height, anchor, index);
        const now = shown(lines, height, anchor);
        const own = lines.rows(index).map(rowText).slice(0, height);
        expect(now.slice(now.indexOf(own[0] ?? ''))).toEqual(expect.arrayContaining(own));
        if (own.length === sizes[index] && own.every((row) => before.includes(row))) expect(now).toEqual(before);
        const { first, last } = seenLines(lines, height, anchor);
        expect([first, last]).toEqual([now.at(0), now.at(-1)].map((row) => Number(row?.split('.')[0])));
        const more = things([...sizes, 1]);
        if (now.length === height) expect(shown(more, height, anchor)).toEqual(now);
      }
    }),
  );
});
