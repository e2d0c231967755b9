import type { Seq } from '@securechat/protocol';
import { settle, type TextCursor } from '../../text/words.ts';
import { addPaste, expanded, isLong, type Pastes } from './composer-pastes.ts';

/** The kind of the last change, so that the next one of its kind can join it. */
type EditRun =
  | 'typed'
  | 'erased'
  | 'killed'
  /** The `back`th newest entry of the kill ring was pasted. */
  | { readonly back: number }
  | undefined;

/** A message whose new text is in the composer. */
export type Editing = {
  readonly target: Seq;
  /** What the text was, as it is typed. */
  readonly original: string;
  /** What was being written before, which comes back afterwards. */
  readonly draft: Composer;
};

/** The text being typed; the cursor is an index into it, always between two graphemes. */
export type Composer = TextCursor & {
  /** Messages sent from here, oldest first. */
  readonly sent: readonly string[];
  /** Which entry of `sent` is shown; `undefined` while writing. `draft` stores the new text in the meantime. */
  readonly recalled: number | undefined;
  readonly draft: string;
  /** The pasted texts behind the placeholders. */
  readonly pastes: Pastes;
  /** Undo steps, newest last, and redo steps. */
  readonly past: readonly TextCursor[];
  readonly future: readonly TextCursor[];
  readonly run: EditRun;
  /** When a key last changed the text. */
  readonly keyedMs: number | undefined;
  /** A draft of another device that was put here. */
  readonly elsewhere: string | undefined;
  /** The text is the new one of a message. */
  readonly editing: Editing | undefined;
  /** What was submitted last was no command that there is, so that Up brings it back. */
  readonly mistyped: boolean;
};

/** An empty composer. */
export const emptyComposer: Composer = {
  text: '',
  cursor: 0,
  sent: [],
  recalled: undefined,
  draft: '',
  pastes: {},
  past: [],
  future: [],
  run: undefined,
  keyedMs: undefined,
  elsewhere: undefined,
  editing: undefined,
  mistyped: false,
};

/** How many sent messages of a room can be recalled. */
const maxSentTexts = 100;
const maxUndo = 200;

/** The whole text, with placeholders expanded. */
export function fullText({ text, pastes }: Composer): string {
  return expanded(text, pastes);
}

/** The text being written, in full; not a recalled message, nor the new text of one. */
export function draftOf(composer: Composer): string {
  const { text, sent, recalled, draft, pastes, editing } = composer;
  if (editing) return draftOf(editing.draft);
  return recalled !== undefined && text === sent[recalled] ? expanded(draft, pastes) : fullText(composer);
}

/** Moves the cursor; the next typing is a separate undo step. */
export function moved(composer: Composer, cursor: number): Composer {
  return cursor === composer.cursor && composer.run === undefined ? composer : { ...composer, cursor, run: undefined };
}

/** After a pause of this length, typing starts a new undo step. */
const pauseMs = 1000;

/** The composer before a key at this time: after a pause, what is typed or deleted becomes a separate undo step. */
export function afterPause(composer: Composer, atMs: number | undefined): Composer {
  const { keyedMs, run } = composer;
  if (atMs === undefined || keyedMs === undefined || (run !== 'typed' && run !== 'erased')) return composer;
  return atMs - keyedMs >= pauseMs ? { ...composer, run: undefined } : composer;
}

/** The composer after a key that has changed `before` into it. */
export function keyedAt(composer: Composer, before: Composer, atMs: number | undefined): Composer {
  return composer.text === before.text ? composer : { ...composer, keyedMs: atMs };
}

const cursorOf = ({ text, cursor }: Composer): TextCursor => ({ text, cursor });

/** Replaces a part of the text as an undo step, which is merged with the previous one if it `joins` it. */
export function changed(
  composer: Composer,
  { from, to, by, run, joins = false }: { from: number; to: number; by: string; run?: EditRun; joins?: boolean },
): Composer {
  const { text } = composer;
  if (text.slice(from, to) === by) return moved(composer, from + by.length);
  const after = text.slice(0, from) + by + text.slice(to);
  const past = joins ? composer.past : [...composer.past, cursorOf(composer)].slice(-maxUndo);
  return { ...composer, text: after, cursor: settle(after, from + by.length), past, future: [], run };
}

/** Replaces the whole text as one step. */
export function replaced(composer: Composer, text: string): Composer {
  return changed(composer, { from: 0, to: composer.text.length, by: text });
}

/** Reverts the last step. */
export function undo(composer: Composer): Composer {
  const before = composer.past.at(-1);
  if (!before) return composer;
  const { past, future } = composer;
  return { ...composer, ...before, past: past.slice(0, -1), future: [...future, cursorOf(composer)], run: undefined };
}

/** Repeats the last undone step. */
export function redo(composer: Composer): Composer {
  const after = composer.future.at(-1);
  if (!after) return composer;
  const { past, future } = composer;
  return { ...composer, ...after, past: [...past, cursorOf(composer)], future: future.slice(0, -1), run: undefined };
}

/** Inserts typed text at the cursor. Undo reverts it by words. */
export function insert(composer: Composer, text: string): Composer {
  const { cursor, run } = composer;
  const beginsWord = /^\S/.test(text) && /\s/.test(composer.text.slice(Math.max(0, cursor - 1), cursor));
  return changed(composer, {
    from: cursor,
    to: cursor,
    by: text,
    run: 'typed',
    joins: run === 'typed' && !beginsWord,
  });
}

/** Inserts pasted text at the cursor, a long one as a placeholder. */
export function paste(composer: Composer, text: string): Composer {
  const { cursor } = composer;
  const added = isLong(text) ? addPaste(composer.pastes, text) : undefined;
  if (!added) return changed(composer, { from: cursor, to: cursor, by: text });
  const withPaste = { ...composer, pastes: added.pastes };
  return changed(withPaste, { from: cursor, to: cursor, by: added.letter });
}

/** Empties the composer and adds its text to `sent`, also one that was `mistyped`. */
export function sent(composer: Composer, mistyped = false): Composer {
  const text = fullText(composer);
  const kept = composer.sent.at(-1) === text ? composer.sent : [...composer.sent, text].slice(-maxSentTexts);
  return { ...emptyComposer, sent: kept, mistyped };
}

/** The composer of a room, with text written before there was a room in front of its own. */
export function movedIn(composer: Composer, before: Composer): Composer {
  if (composer.text === '') return { ...before, sent: composer.sent, recalled: undefined, draft: '' };
  const written = fullText(before);
  const both = changed(composer, { from: 0, to: 0, by: `${written}\n` });
  // The cursor stays where the user is writing.
  return moved(both, written === before.text ? before.cursor : written.length);
}

/** The composer with the text of a message to edit; its own text waits until that ends. */
export function editStarted(
  composer: Composer,
  { target, original, text = original }: Pick<Editing, 'target' | 'original'> & { readonly text?: string | undefined },
): Composer {
  const draft = composer.editing?.draft ?? composer;
  const { sent: kept } = composer;
  return { ...emptyComposer, sent: kept, text, cursor: text.length, editing: { target, original, draft } };
}

/** The composer after an edit, with the text that was there before. */
export function editEnded(composer: Composer): Composer {
  return composer.editing ? { ...composer.editing.draft, sent: composer.sent } : composer;
}

/** An edit that an earlier run has not saved. */
export type LeftEdit = { readonly target: Seq; readonly original: string; readonly text: string };

/** A composer with the draft, the sent messages and the unsaved edit of an earlier run. */
export function restored(
  composer: Composer,
  { draft, sent, edit }: { draft?: string; sent?: string; edit?: LeftEdit },
): Composer {
  if (edit) return editStarted(composer, edit);
  const text = draft ?? composer.text;
  const kept = sent === undefined ? composer.sent : [...composer.sent, sent].slice(-maxSentTexts);
  return { ...composer, text, cursor: text.length, sent: kept };
}
