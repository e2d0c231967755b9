import { settle, type TextCursor } from '../../text/words.ts';
import { addPaste, expanded, isLong, type Pastes } from './composer-pastes.ts';

/** What the last change was, so that the next of its kind can join it. */
type EditRun =
  | 'typed'
  | 'erased'
  | 'killed'
  /** The `back`th newest text of the kill ring was put in. */
  | { readonly back: number }
  | undefined;

/** The text being typed: the cursor is an index into it, always between two letters. */
export type Composer = TextCursor & {
  /** What was sent from here, oldest first. */
  readonly sent: readonly string[];
  /** Which of `sent` is shown; `undefined` while writing something new, which `draft` keeps meanwhile. */
  readonly recalled: number | undefined;
  readonly draft: string;
  /** The long pasted texts among the text. */
  readonly pastes: Pastes;
  /** What undo goes back to, newest last, and redo forward. */
  readonly past: readonly TextCursor[];
  readonly future: readonly TextCursor[];
  readonly run: EditRun;
  /** When a key last changed the text. */
  readonly keyedMs: number | undefined;
};

/** A composer with nothing in it. */
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
};

/** How many sent texts of a room can be brought back. */
const sentKept = 100;
const maxUndo = 200;

/** Everything that was written, pasted texts in full. */
export function fullText({ text, pastes }: Composer): string {
  return expanded(text, pastes);
}

/** What is being written, in full: not what was only brought back to look at. */
export function draftOf(composer: Composer): string {
  const { text, sent, recalled, draft, pastes } = composer;
  return recalled !== undefined && text === sent[recalled] ? expanded(draft, pastes) : fullText(composer);
}

/** Puts the cursor there; what is typed next is a step of its own. */
export function moved(composer: Composer, cursor: number): Composer {
  return cursor === composer.cursor && composer.run === undefined ? composer : { ...composer, cursor, run: undefined };
}

/** Whoever has paused for so long begins something new. */
const pauseMs = 1000;

/** The composer for a key at this time: after a pause, what is typed or deleted is a step of its own. */
export function afterPause(composer: Composer, atMs: number | undefined): Composer {
  const { keyedMs, run } = composer;
  if (atMs === undefined || keyedMs === undefined || (run !== 'typed' && run !== 'erased')) return composer;
  return atMs - keyedMs >= pauseMs ? { ...composer, run: undefined } : composer;
}

/** The composer after a key that has made it out of `before`. */
export function keyedAt(composer: Composer, before: Composer, atMs: number | undefined): Composer {
  return composer.text === before.text ? composer : { ...composer, keyedMs: atMs };
}

const cursorOf = ({ text, cursor }: Composer): TextCursor => ({ text, cursor });

/** Replaces a part of the text. The step can be undone, alone or together with the one before when it `joins` that. */
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

/** Another text altogether, as one step. */
export function replaced(composer: Composer, text: string): Composer {
  return changed(composer, { from: 0, to: composer.text.length, by: text });
}

/** Takes back the last step. */
export function undo(composer: Composer): Composer {
  const before = composer.past.at(-1);
  if (!before) return composer;
  const { past, future } = composer;
  return { ...composer, ...before, past: past.slice(0, -1), future: [...future, cursorOf(composer)], run: undefined };
}

/** Does again what was taken back last. */
export function redo(composer: Composer): Composer {
  const after = composer.future.at(-1);
  if (!after) return composer;
  const { past, future } = composer;
  return { ...composer, ...after, past: [...past, cursorOf(composer)], future: future.slice(0, -1), run: undefined };
}

/** Puts in what was typed, at the cursor. A word is undone at once. */
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

/** Puts in what was pasted, at the cursor: a long text as one letter. */
export function paste(composer: Composer, text: string): Composer {
  const { cursor } = composer;
  const added = isLong(text) ? addPaste(composer.pastes, text) : undefined;
  if (!added) return changed(composer, { from: cursor, to: cursor, by: text });
  const withPaste = { ...composer, pastes: added.pastes };
  return changed(withPaste, { from: cursor, to: cursor, by: added.letter });
}

/** Empties the composer and remembers what was in it. */
export function sent(composer: Composer): Composer {
  const text = fullText(composer);
  const kept = composer.sent.at(-1) === text ? composer.sent : [...composer.sent, text].slice(-sentKept);
  return { ...emptyComposer, sent: kept };
}

/** The composer of a room, with what was written before that room was there in front of what it holds. */
export function movedIn(composer: Composer, before: Composer): Composer {
  if (composer.text === '') return { ...before, sent: composer.sent, recalled: undefined, draft: '' };
  const written = fullText(before);
  const both = changed(composer, { from: 0, to: 0, by: `${written}\n` });
  // Whoever is writing goes on where they are.
  return moved(both, written === before.text ? before.cursor : written.length);
}

/** A composer as an earlier run has left it. */
export function restored(composer: Composer, { draft, sent }: { draft?: string; sent?: string }): Composer {
  const text = draft ?? composer.text;
  const kept = sent === undefined ? composer.sent : [...composer.sent, sent].slice(-sentKept);
  return { ...composer, text, cursor: text.length, sent: kept };
}
