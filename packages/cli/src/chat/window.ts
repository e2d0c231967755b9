import type { Row } from '../text/rows.ts';

/** A list of items of zero or more rows each, laid out on demand. */
export type Lines = {
  readonly count: number;
  rows(index: number): readonly Row[];
  /** Replaces row `row` of an item if it is the topmost row of the window and not the item's first. */
  top?(index: number, row: number): Row | undefined;
  /** The key of an item, which stays the same when older items are loaded. */
  key(index: number): string;
  /** True for a message that is folded, or would be if it were not expanded. */
  isLong?(index: number): boolean;
  /** The index of the item with this key, or of the nearest one if it is gone; `undefined` if it never existed. */
  find(key: string): number | undefined;
};

/** The maximum height of a long message that is not expanded. */
export const maxFoldedRows = 30;

/** The scroll position: `below` rows of the item with this key are below the lower edge. `undefined`: at the newest. */
export type Anchor = { readonly key: string; readonly below: number } | undefined;
type Place = { readonly index: number; readonly below: number };

/** The item itself, or the next one with rows if it was merged into that. */
function shownFrom(lines: Lines, index: number): number {
  for (let i = index; i < lines.count; i++) if (lines.rows(i).length > 0) return i;
  return index;
}

function placeOf(lines: Lines, anchor: Anchor): Place {
  const newest = { index: lines.count - 1, below: 0 };
  if (!anchor) return newest;
  const index = lines.find(anchor.key);
  if (index === undefined) return newest;
  const shown = shownFrom(lines, index);
  const below = shown === index ? anchor.below : 0;
  return { index: shown, below: Math.max(0, Math.min(below, lines.rows(shown).length - 1)) };
}

/** The lower edge of the window whose top is this item's first row; `undefined` if the rest does not fill the window. */
function placeBelow(lines: Lines, height: number, first: number): Place | undefined {
  let seen = 0;
  for (let index = first; index < lines.count; index++) {
    seen += lines.rows(index).length;
    if (seen >= height) return { index, below: seen - height };
  }
  return undefined;
}

/** The lower edge of the window that shows the very first row; `undefined` if everything fits. */
const topPlace = (lines: Lines, height: number) => placeBelow(lines, height, 0);

/** True if nothing below has rows. */
const isNewest = (lines: Lines, index: number) => {
  for (let i = index + 1; i < lines.count; i++) if (lines.rows(i).length > 0) return false;
  return true;
};

/** The scroll position with this item at the top; the newest if the rest does not fill the window. */
export function anchorWithTop(lines: Lines, height: number, index: number): Anchor {
  const place = placeBelow(lines, height, index);
  if (!place || (place.below === 0 && isNewest(lines, place.index))) return undefined;
  return { key: lines.key(place.index), below: place.below };
}

const above = (a: Place, b: Place) => a.index < b.index || (a.index === b.index && a.below > b.below);

/** The lower edge for a scroll position. */
function edgeOf(lines: Lines, height: number, anchor: Anchor): Place {
  const place = placeOf(lines, anchor);
  if (!anchor) return place;
  const top = topPlace(lines, height);
  if (!top) return { index: lines.count - 1, below: 0 };
  return above(place, top) ? top : place;
}

/** The first and the last item of which at least one row is visible. */
export function seenLines(
  lines: Lines,
  height: number,
  anchor: Anchor,
): { readonly first: number; readonly last: number } {
  const { index: last, below } = edgeOf(lines, height, anchor);
  let first = last;
  for (let seen = (lines.rows(last)?.length ?? 0) - below; seen < height && first > 0; seen += lines.rows(first).length)
    first--;
  return { first, last };
}

/**
 * The nearest scroll position at which all rows of an item are visible, or the first ones if it is higher than the window. Anchored to
 * a key even at the newest, so that nothing moves when more items arrive.
 */
export function anchorShowing(lines: Lines, height: number, from: Anchor, index: number): Anchor {
  const named = (place: Place): Anchor => ({ key: lines.key(place.index), below: place.below });
  const edge = edgeOf(lines, height, from);
  const own = lines.rows(index).length;
  if (index > edge.index || (index === edge.index && edge.below > 0)) {
    return named({ index, below: Math.max(0, own - height) });
  }
  // How many rows its first row is above the lower edge; beyond the window the exact number does not matter.
  let upTo = -edge.below;
  for (let i = edge.index; i >= index && upTo <= height; i--) upTo += lines.rows(i).length;
  return named(upTo <= height ? edge : (placeBelow(lines, height, index) ?? edge));
}

/** The visible rows, oldest first, at most `height`. */
export function windowRows(lines: Lines, height: number, anchor: Anchor): Row[] {
  const out: Row[] = [];
  let top: { readonly index: number; readonly row: number } | undefined;
  for (let { index, below } = edgeOf(lines, height, anchor); index >= 0 && out.length < height; index--, below = 0) {
    const rows = lines.rows(index);
    const from = Math.max(0, rows.length - below - (height - out.length));
    const shown = rows.slice(from, rows.length - below);
    if (shown.length > 0) top = { index, row: from };
    out.unshift(...shown);
  }
  const named = top && lines.top?.(top.index, top.row);
  return named ? [named, ...out.slice(1)] : out;
}

/** Scrolls by rows, up if negative; stops at both ends. */
export function scroll(
  lines: Lines,
  height: number,
  from: Anchor,
  by: number,
): { readonly anchor: Anchor; readonly atTop: boolean } {
  const top = topPlace(lines, height);
  if (!top) return { anchor: undefined, atTop: true };
  let { index, below } = placeOf(lines, from);
  below -= by;
  while (index >= 0 && below >= lines.rows(index).length) {
    below -= lines.rows(index).length;
    index--;
  }
  while (below < 0 && index < lines.count - 1) {
    index++;
    below += lines.rows(index).length;
  }
  // The last items may have no rows.
  while (index > 0 && lines.rows(index).length === 0) index--;
  const place = index < 0 || above({ index, below }, top) ? top : { index, below: Math.max(0, below) };
  const atTop = place.index === top.index && place.below === top.below;
  if (place.below === 0 && isNewest(lines, place.index)) return { anchor: undefined, atTop };
  return { anchor: { key: lines.key(place.index), below: place.below }, atTop };
}
