import {
  letterAfter,
  letterBefore,
  lineEnd,
  lineStart,
  settle,
  settleBack,
  spaceBefore,
  type TextCursor,
  wordAfter,
  wordBefore,
} from '../../text/words.ts';
import { type Composer, changed, fullText, insert, moved, paste, redo, replaced, undo } from './composer.ts';
import { expanded } from './composer-pastes.ts';

/** Cut texts, newest last; one ring for all rooms. */
export type KillRing = readonly string[];
/** What an edit changes. */
export type EditorState = { readonly composer: Composer; readonly killRing: KillRing };

const maxKillRing = 30;

/** The ring with another cut text. */
export function withKill(kills: KillRing, text: string): KillRing {
  return [...kills, text].slice(-maxKillRing);
}

function recall(composer: Composer, index: number): Composer {
  const { sent, draft } = composer;
  if (index < 0) return composer;
  if (index >= sent.length) return { ...replaced(composer, draft), recalled: undefined, draft: '' };
  const kept = composer.recalled === undefined ? composer.text : draft;
  return { ...replaced(composer, sent[index] ?? ''), recalled: index, draft: kept };
}

function up(composer: Composer): Composer {
  const start = lineStart(composer);
  if (start === 0) return recallOlder(composer);
  const column = composer.cursor - start;
  const aboveStart = lineStart({ ...composer, cursor: start - 1 });
  return moved(composer, settleBack(composer.text, Math.min(aboveStart + column, start - 1)));
}

function down(composer: Composer): Composer {
  const end = lineEnd(composer);
  if (end === composer.text.length) return recallNewer(composer);
  const column = composer.cursor - lineStart(composer);
  const belowEnd = lineEnd({ ...composer, cursor: end + 1 });
  return moved(composer, settleBack(composer.text, Math.min(end + 1 + column, belowEnd)));
}

function recallOlder(composer: Composer): Composer {
  return recall(composer, (composer.recalled ?? composer.sent.length) - 1);
}

function recallNewer(composer: Composer): Composer {
  return composer.recalled === undefined ? composer : recall(composer, composer.recalled + 1);
}

/** Swaps the graphemes before and after the cursor; at the end of a line the last two. */
function transpose(composer: Composer): Composer {
  const { text } = composer;
  const middle = composer.cursor === lineEnd(composer) ? letterBefore(composer) : composer.cursor;
  const at = { text, cursor: middle };
  const [from, to] = [letterBefore(at), letterAfter(at)];
  if (middle <= lineStart(at) || to === middle) return composer;
  return changed(composer, { from, to, by: text.slice(middle, to) + text.slice(from, middle) });
}

const recased = (by: (text: string) => string) => (composer: Composer) => {
  const [from, to] = [composer.cursor, wordAfter(composer)];
  return changed(composer, { from, to, by: by(composer.text.slice(from, to)) });
};

const erased = (place: (spot: TextCursor) => number) => (composer: Composer) => {
  const [from, to] = [composer.cursor, place(composer)].sort((a, b) => a - b) as [number, number];
  return changed(composer, { from, to, by: '', run: 'erased', joins: composer.run === 'erased' });
};

/** Edits that change only the text. */
const plainEdits = {
  left: (c) => moved(c, letterBefore(c)),
  right: (c) => moved(c, letterAfter(c)),
  wordLeft: (c) => moved(c, wordBefore(c)),
  wordRight: (c) => moved(c, wordAfter(c)),
  home: (c) => moved(c, lineStart(c)),
  end: (c) => moved(c, lineEnd(c)),
  up,
  down,
  recallOlder,
  recallNewer,
  newline: (c) => insert(c, '\n'),
  backspace: erased(letterBefore),
  delete: erased(letterAfter),
  clear: (c) => ({ ...replaced(c, ''), recalled: undefined, draft: '' }),
  transpose,
  upperWord: recased((text) => text.toLocaleUpperCase()),
  lowerWord: recased((text) => text.toLocaleLowerCase()),
  capitalWord: recased((text) =>
    text.replace(/\p{L}.*$/su, (word) => word.replace(/^\p{L}/u, (l) => l.toLocaleUpperCase())),
  ),
  showPasted: (c) => {
    const text = fullText(c);
    const cursor = expanded(c.text.slice(0, c.cursor), c.pastes).length;
    return text === c.text ? c : { ...replaced(c, text), cursor: settle(text, cursor) };
  },
  undo,
  redo,
} as const satisfies Record<string, (composer: Composer) => Composer>;

/** Cuts the text up to a position; consecutive cuts become one entry of the kill ring. */
const killed =
  (place: (spot: TextCursor) => number) =>
  ({ composer, killRing: kills }: EditorState): EditorState => {
    const { cursor, text, pastes } = composer;
    const end = place(composer);
    if (end === cursor) return { composer: moved(composer, cursor), killRing: kills };
    const [from, to] = end < cursor ? [end, cursor] : [cursor, end];
    const cut = expanded(text.slice(from, to), pastes);
    const before = composer.run === 'killed' ? (kills.at(-1) ?? '') : '';
    const piece = end < cursor ? cut + before : before + cut;
    const others = composer.run === 'killed' ? kills.slice(0, -1) : kills;
    return {
      composer: changed(composer, { from, to, by: '', run: 'killed' }),
      killRing: withKill(others, piece),
    };
  };

function yank({ composer, killRing: kills }: EditorState): EditorState {
  const piece = kills.at(-1);
  if (piece === undefined) return { composer, killRing: kills };
  return { composer: { ...paste(composer, piece), run: { back: 0 } }, killRing: kills };
}

/** Replaces the text that was just pasted by the next older entry of the kill ring. */
function yankPop({ composer, killRing: kills }: EditorState): EditorState {
  const { run } = composer;
  if (typeof run !== 'object' || kills.length < 2) return { composer, killRing: kills };
  const back = (run.back + 1) % kills.length;
  const without = { ...undo(composer), future: [] };
  return { composer: { ...paste(without, kills.at(-1 - back) ?? ''), run: { back } }, killRing: kills };
}

/** Edits that use the kill ring. */
const killEdits = {
  deleteWord: killed(spaceBefore),
  deleteWordBefore: killed(wordBefore),
  deleteWordAfter: killed(wordAfter),
  deleteToStart: killed(lineStart),
  deleteToEnd: killed((spot) => (lineEnd(spot) === spot.cursor ? letterAfter(spot) : lineEnd(spot))),
  yank,
  yankPop,
} as const satisfies Record<string, (system: EditorState) => EditorState>;

export type Edit = keyof typeof plainEdits | keyof typeof killEdits;

/** The names of all edits. */
export const editNames = [...Object.keys(plainEdits), ...Object.keys(killEdits)] as readonly Edit[];

/** Applies an edit to the text and the kill ring. */
export function applyEdit(system: EditorState, edit: Edit): EditorState {
  if (edit in killEdits) return killEdits[edit as keyof typeof killEdits](system);
  return { ...system, composer: plainEdits[edit as keyof typeof plainEdits](system.composer) };
}
