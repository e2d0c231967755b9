import { fit, widthOf } from './width.ts';

/** The meanings of pieces of text; the theme assigns each a style. */
export const tones = [
  'plain',
  /** Secondary text: times, joins and leaves, hints. */
  'muted',
  /** The reader's own name. */
  'own',
  /** Another user's name, in themes in which all names have one colour. */
  'other',
  /** Another user's name: each person has one of these, always the same. */
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
  /** A mention of the reader. */
  'mention',
  /** The line above unread messages. */
  'fresh',
  /** Lines between panes. */
  'border',
] as const;
export type Tone = (typeof tones)[number];
/** `link`: the address that the terminal opens, if it can. */
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

/** Truncates a row that is too wide. */
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

/** Pads a row with spaces to the width, or truncates it. */
export function padRow(row: Row, width: number, tone: Tone = 'plain'): Row {
  const fitted = fitRow(row, width);
  const missing = width - rowWidth(fitted);
  return missing > 0 ? [...fitted, span(' '.repeat(missing), tone)] : fitted;
}
