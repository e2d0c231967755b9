import { lettersOf } from '../text/width.ts';

/** The text being typed: the cursor is an index into it, always between two letters. */
export type Composer = {
  readonly text: string;
  readonly cursor: number;
  /** What was sent from here, oldest first. */
  readonly sent: readonly string[];
  /** Which of `sent` is shown; `undefined` while writing something new, which `draft` keeps meanwhile. */
  readonly recalled: number | undefined;
  readonly draft: string;
};

/** A composer with nothing in it. */
export const emptyComposer: Composer = { text: '', cursor: 0, sent: [], recalled: undefined, draft: '' };

const sentKept = 50;

/** The index of the letter before and after. */
const before = ({ text, cursor }: Composer) => cursor - (lettersOf(text.slice(0, cursor)).at(-1)?.length ?? 0);
const after = ({ text, cursor }: Composer) => cursor + (lettersOf(text.slice(cursor))[0]?.length ?? 0);
const wordBefore = ({ text, cursor }: Composer) => text.slice(0, cursor).replace(/\S*\s*$/, '').length;
const wordAfter = ({ text, cursor }: Composer) => cursor + (/^\s*\S*/.exec(text.slice(cursor))?.[0].length ?? 0);
const lineStart = ({ text, cursor }: Composer) => text.lastIndexOf('\n', cursor - 1) + 1;
const lineEnd = ({ text, cursor }: Composer) => {
  const end = text.indexOf('\n', cursor);
  return end < 0 ? text.length : end;
};

const at = (composer: Composer, cursor: number): Composer => ({ ...composer, cursor });
const withText = (composer: Composer, text: string, cursor = text.length): Composer => ({ ...composer, text, cursor });
const cut = (composer: Composer, from: number, to: number) =>
  withText(composer, composer.text.slice(0, from) + composer.text.slice(to), from);

function recall(composer: Composer, index: number): Composer {
  const { sent, draft } = composer;
  if (index < 0) return composer;
  if (index >= sent.length) return { ...withText(composer, draft), recalled: undefined, draft: '' };
  const kept = composer.recalled === undefined ? composer.text : draft;
  return { ...withText(composer, sent[index] ?? ''), recalled: index, draft: kept };
}

function up(composer: Composer): Composer {
  const start = lineStart(composer);
  if (start === 0) return recall(composer, (composer.recalled ?? composer.sent.length) - 1);
  const column = composer.cursor - start;
  const aboveStart = lineStart(at(composer, start - 1));
  return snap(composer, Math.min(aboveStart + column, start - 1));
}

function down(composer: Composer): Composer {
  const end = lineEnd(composer);
  if (end === composer.text.length) {
    return composer.recalled === undefined ? composer : recall(composer, composer.recalled + 1);
  }
  const column = composer.cursor - lineStart(composer);
  return snap(composer, Math.min(end + 1 + column, lineEnd(at(composer, end + 1))));
}

/** Puts the cursor there, or before the letter that would be cut in two. */
function snap(composer: Composer, wanted: number): Composer {
  let cursor = 0;
  for (const letter of lettersOf(composer.text)) {
    if (cursor + letter.length > wanted) break;
    cursor += letter.length;
  }
  return at(composer, cursor);
}

/** What a key can do to the text. */
export const edits = {
  left: (c) => at(c, before(c)),
  right: (c) => at(c, after(c)),
  wordLeft: (c) => at(c, wordBefore(c)),
  wordRight: (c) => at(c, wordAfter(c)),
  home: (c) => at(c, lineStart(c)),
  end: (c) => at(c, lineEnd(c)),
  up,
  down,
  newline: (c) => insert(c, '\n'),
  backspace: (c) => cut(c, before(c), c.cursor),
  delete: (c) => cut(c, c.cursor, after(c)),
  deleteWord: (c) => cut(c, wordBefore(c), c.cursor),
  deleteToStart: (c) => cut(c, lineStart(c), c.cursor),
  deleteToEnd: (c) => cut(c, c.cursor, lineEnd(c)),
  clear: (c) => ({ ...withText(c, ''), recalled: undefined, draft: '' }),
} as const satisfies Record<string, (composer: Composer) => Composer>;
export type Edit = keyof typeof edits;

/** Puts text in at the cursor. */
export function insert(composer: Composer, text: string): Composer {
  const { cursor } = composer;
  const joined = composer.text.slice(0, cursor) + text + composer.text.slice(cursor);
  return { ...composer, text: joined, cursor: cursor + text.length };
}

/** Empties the composer and remembers what was in it. */
export function sent(composer: Composer): Composer {
  const { text } = composer;
  const kept = composer.sent.at(-1) === text ? composer.sent : [...composer.sent, text].slice(-sentKept);
  return { ...emptyComposer, sent: kept };
}
