/** A terminal's size in columns and rows. */
export type Size = { readonly columns: number; readonly rows: number };

/** The minimum size of a usable screen. */
const smallest: Size = { columns: 40, rows: 10 };
const listFromColumns = 60;
const widestList = 28;
const narrowestList = 14;
const membersFromColumns = 100;
const widestMembers = 24;
const narrowestMembers = 16;

/** True if there is room for the list of rooms. */
export function showsRooms({ columns }: Pick<Size, 'columns'>): boolean {
  return columns >= listFromColumns;
}

/** True if there is room for the members of the shown room. */
export function showsMembers({ columns }: Pick<Size, 'columns'>): boolean {
  return columns >= membersFromColumns;
}

/** True for a terminal that is too small for anything but a message. */
export function tooSmall({ columns, rows }: Size): boolean {
  return columns < smallest.columns || rows < smallest.rows;
}

/** The message of a terminal that is too small, in one line if possible. */
export function tooSmallMessage({ columns, rows }: Size): string {
  const needs = `needs ${smallest.columns}x${smallest.rows}`;
  const messages = [
    `terminal too small: ${columns}x${rows}, ${needs}`,
    `too small: ${needs}`,
    'terminal too small',
    needs,
  ];
  return messages.find((message) => message.length <= columns) ?? 'small';
}

/** The maximum height of the composer. */
export function maxComposerRows({ rows }: Size): number {
  return Math.max(1, Math.min(8, Math.floor(rows / 4)));
}

const clamp = (min: number, wanted: number, max: number) => Math.min(max, Math.max(min, Math.floor(wanted)));

/**
 * Divides the terminal into header, timeline, info, composer and status from top to bottom, with the rooms to the left of the first two
 * and the members to their right. On narrow terminals the members are left out first, then the rooms.
 */
export function divide(size: Size, { infoRows, composerRows }: { infoRows: number; composerRows: number }) {
  const { columns } = size;
  const listColumns = !showsRooms(size) ? 0 : clamp(narrowestList, columns / 5, widestList);
  const membersColumns = !showsMembers(size) ? 0 : clamp(narrowestMembers, columns / 8, widestMembers);
  const sidePanes = [listColumns, membersColumns].filter((pane) => pane > 0);
  // A line separates two panes.
  const mainColumns = sidePanes.reduce((left, pane) => left - pane - 1, columns);
  const headerAndStatus = 2;
  const timelineRows = Math.max(1, size.rows - headerAndStatus - infoRows - composerRows);
  // Leaves a column between texts and the line beside the members.
  const textColumns = membersColumns > 0 ? mainColumns - 1 : mainColumns;
  return { listColumns, mainColumns, textColumns, membersColumns, timelineRows };
}
