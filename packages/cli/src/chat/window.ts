import type { Row } from '../text/rows.ts';

/** A list of things that take some rows each, or none, laid out only when asked for. */
export type Lines = {
  readonly count: number;
  rows(index: number): readonly Row[];
  /** A row of a thing as it is shown when nothing of the thing is seen above it, `row` counted from its first. */
  top?(index: number, row: number): Row | undefined;
  /** Names a thing, also after others were put before it. */
  key(index: number): string;
  /** True for a message that is folded, or would be if it were not open. */
  isLong?(index: number): boolean;
  /** Where the named thing is, or for one that is no longer there the nearest that is; `undefined` when it never was. */
  find(key: string): number | undefined;
};

/** The most rows of a long message that are shown until the reader opens it. */
export const maxFoldedRows = 30;

/** Where a reader has scrolled to: this many rows of the named thing lie below the lower edge. `undefined` is the newest. */
export type Anchor = { readonly key: string; readonly below: number } | undefined;
type Place = { readonly index: number; readonly below: number };

/** The thing itself, or the next one with rows where it has become part of that. */
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

/** The lower edge of the window that has this thing's first row on top; `undefined` where the rest is not enough to fill it. */
function placeBelow(lines: Lines, height: number, first: number): Place | undefined {
  let seen = 0;
  for (let index = first; index < lines.count; index++) {
    seen += lines.rows(index).length;
    if (seen >= height) return { index, below: seen - height };
  }
  return undefined;
}

/** The lower edge of the window that shows the very first row on top; `undefined` when everything fits at once. */
const topPlace = (lines: Lines, height: number) => placeBelow(lines, height, 0);

/** True where nothing below has rows. */
const isNewest = (lines: Lines, index: number) => {
  for (let i = index + 1; i < lines.count; i++) if (lines.rows(i).length > 0) return false;
  return true;
};

/** Where to scroll so that this thing stands on top; the newest where the rest is not enough to fill the window. */
export function anchorWithTop(lines: Lines, height: number, index: number): Anchor {
  const place = placeBelow(lines, height, index);
  if (!place || (place.below === 0 && isNewest(lines, place.index))) return undefined;
  return { key: lines.key(place.index), below: place.below };
}

const above = (a: Place, b: Place) => a.index < b.index || (a.index === b.index && a.below > b.below);

/** The lower edge of what is shown. */
function edgeOf(lines: Lines, height: number, anchor: Anchor): Place {
  const place = placeOf(lines, anchor);
  if (!anchor) return place;
  const top = topPlace(lines, height);
  if (!top) return { index: lines.count - 1, below: 0 };
  return above(place, top) ? top : place;
}

/** The things of which at least a row is seen: the first and the last. */
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
 * Where to scroll, and no further than that takes, so that all rows of a thing are seen; of one that is higher than the window, the
 * first ones. It is a place by name also where that is the newest, so that nothing moves when more comes.
 */
export function anchorShowing(lines: Lines, height: number, from: Anchor, index: number): Anchor {
  const named = (place: Place): Anchor => ({ key: lines.key(place.index), below: place.below });
  const edge = edgeOf(lines, height, from);
  const own = lines.rows(index).length;
  if (index > edge.index || (index === edge.index && edge.below > 0)) {
    return named({ index, below: Math.max(0, own - height) });
  }
  // How many rows its first one lies above the lower edge; beyond the window that need not be known.
  let upTo = -edge.below;
  for (let i = edge.index; i >= index && upTo <= height; i--) upTo += lines.rows(i).length;
  return named(upTo <= height ? edge : (placeBelow(lines, height, index) ?? edge));
}

/** The rows to show, oldest first, at most `height`. */
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

/** Moves the window by rows, up when negative; stops at both ends. */
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
  // At the very end there may be things without rows.
  while (index > 0 && lines.rows(index).length === 0) index--;
  const place = index < 0 || above({ index, below }, top) ? top : { index, below: Math.max(0, below) };
  const atTop = place.index === top.index && place.below === top.below;
  if (place.below === 0 && isNewest(lines, place.index)) return { anchor: undefined, atTop };
  return { anchor: { key: lines.key(place.index), below: place.below }, atTop };
}
