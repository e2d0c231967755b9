import { fit, widthOf } from './width.ts';

/** What a piece of text can mean; the theme gives each its looks. */
export const tones = [
  'plain',
  /** Beside the point: times, joins and leaves, hints. */
  'muted',
  /** The reader's own name. */
  'own',
  /** The name of another, for themes in which all have one colour. */
  'other',
  /** The name of another: each person has one of these, always the same. */
  'person1',
  'person2',
  'person3',
  'person4',
  'person5',
  'person6',
  'person7',
  'person8',
  'strong',
  'selected',
  'warning',
  'good',
  /** What names the reader. */
  'mention',
  /** The line above what came since the reader was last there. */
  'fresh',
  /** Lines between panes. */
  'border',
] as const;
export type Tone = (typeof tones)[number];
/** `link`: the address that the terminal opens, where it can. */
export type TextSpan = { readonly text: string; readonly tone: Tone; readonly link?: string };
/** One line of the screen, never wider than its pane. */
export type Row = readonly TextSpan[];

/** A piece of a row. */
export function span(text: string, tone: Tone = 'plain'): TextSpan {
  return { text, tone };
}

/** A row's width in columns. */
export function rowWidth(row: Row): number {
  return row.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/** A row's text alone. */
export function rowText(row: Row): string {
  return row.map(({ text }) => text).join('');
}

/** Cuts a row that is too wide. */
export function fitRow(row: Row, width: number): Row {
  if (rowWidth(row) <= width) return row;
  const out: TextSpan[] = [];
  let left = width;
  for (const piece of row) {
    const { text } = piece;
    const cut = fit(text, left);
    out.push({ ...piece, text: cut });
    left -= widthOf(cut);
    if (cut !== text || left <= 0) break;
  }
  return out;
}

/** Fills a row with spaces up to the width, and cuts it there. */
export function padRow(row: Row, width: number, tone: Tone = 'plain'): Row {
  const fitted = fitRow(row, width);
  const missing = width - rowWidth(fitted);
  return missing > 0 ? [...fitted, span(' '.repeat(missing), tone)] : fitted;
}
