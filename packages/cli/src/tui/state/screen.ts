/** A terminal's size in columns and rows. */
export type Size = { readonly columns: number; readonly rows: number };

/** Below this nothing useful fits. */
export const smallest: Size = { columns: 40, rows: 8 };
const listFromColumns = 60;
const widestList = 24;
const narrowestList = 14;

/** True for a terminal that is too small for anything but saying so. */
export function tooSmall({ columns, rows }: Size): boolean {
  return columns < smallest.columns || rows < smallest.rows;
}

/** How many rows the composer may take at most. */
export function mostComposerRows({ rows }: Size): number {
  return Math.max(1, Math.min(8, Math.floor(rows / 4)));
}

/** Divides the terminal: header, timeline, info, composer and status stand above one another, the list beside the first two. */
export function divide(size: Size, { infoRows, composerRows }: { infoRows: number; composerRows: number }) {
  const wanted = Math.min(widestList, Math.max(narrowestList, Math.floor(size.columns / 5)));
  const listColumns = size.columns < listFromColumns ? 0 : wanted;
  const mainColumns = listColumns === 0 ? size.columns : size.columns - listColumns - 1;
  const headerAndStatus = 2;
  const timelineRows = Math.max(1, size.rows - headerAndStatus - infoRows - composerRows);
  return { listColumns, mainColumns, timelineRows };
}
