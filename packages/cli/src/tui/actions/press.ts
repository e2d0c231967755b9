import type { Action, Mode } from '../keys/bindings.ts';
import { type Press, withoutAlt } from '../keys/names.ts';
import { modesOf } from '../state/mode.ts';
import { shownRoom } from '../state/selectors.ts';
import { lettersOf } from '../text/width.ts';
import { keyActions } from './key-actions.ts';
import type { Tui } from './tui.ts';

function room(tui: Tui): string {
  const { ui, chat } = tui.view();
  return shownRoom(ui, chat)?.id ?? '';
}

function type(tui: Tui, text: string): void {
  if (text === '') return;
  tui.did('type');
  const opener = tui.view().ui.overlay?.typed;
  if (opener !== undefined) tui.dispatch({ kind: 'closed' });
  tui.dispatch({ kind: 'typed', room: room(tui), text: `${opener ?? ''}${text}`, atMs: tui.clock.nowMs() });
}

/** Beside a list that is searched by typing, only its text can be changed. */
function counts(tui: Tui, mode: Mode, action: Action): boolean {
  return mode !== 'composer' || tui.view().ui.picker === undefined || 'edits' in action || action.run === 'cutOrSwitch';
}

function perform(tui: Tui, action: Action): void {
  tui.did('edits' in action ? action.edits.join(' ') : action.run);
  const atMs = tui.clock.nowMs();
  if ('edits' in action) for (const edit of action.edits) tui.dispatch({ kind: 'edited', room: room(tui), edit, atMs });
  else keyActions[action.run](tui, action.number ?? 0);
  if (action.vim) tui.dispatch({ kind: 'vim', mode: action.vim });
}

/** Does what a key means in the nearest of the modes that knows it; false when none does. */
function pressKey(tui: Tui, key: string, modes: readonly Mode[]): boolean {
  const { chord } = tui.view().ui;
  const keys = chord === undefined ? key : `${chord} ${key}`;
  if (chord !== undefined) tui.dispatch({ kind: 'chord', begun: undefined });
  for (const mode of modes) {
    const meaning = tui.keymap.meaning(mode, keys);
    if (meaning === undefined) continue;
    if (meaning === 'begins') tui.dispatch({ kind: 'chord', begun: keys });
    else if (counts(tui, mode, meaning)) perform(tui, meaning);
    return true;
  }
  // The second key of a chord that does not exist does nothing by itself, either. With Alt it may be Esc, which ends the chord, and text.
  return chord !== undefined && withoutAlt(key) === undefined;
}

/** Typed text, letter by letter where letters may be keys. */
function pressText(tui: Tui, text: string): void {
  const letters = lettersOf(text);
  let plain = '';
  for (const [i, letter] of letters.entries()) {
    const view = tui.view();
    // A text that arrives as a whole is meant as one, also when it begins with a key of the empty composer.
    const modes = modesOf(view).filter((mode) => mode !== 'empty' || letters.length === 1);
    const mayType = !modes.includes('normal') && !modes.includes('select');
    const asKeys = !mayType || view.ui.chord !== undefined || modes.some((mode) => tui.keymap.hasLetters(mode));
    if (!asKeys) {
      plain += letters.slice(i).join('');
      break;
    }
    if (pressKey(tui, letter === ' ' ? 'space' : letter, modes)) {
      const opened = view.ui.overlay === undefined && tui.view().ui.overlay !== undefined;
      if (opened && mayType) tui.dispatch({ kind: 'overlay typed', letter });
      continue;
    }
    if (mayType) type(tui, letter);
  }
  type(tui, plain);
}

/**
 * Turns a press into what it means now. Terminals send the same bytes for Alt with a key and for Esc and that key in one packet, so
 * an Alt+key without a meaning is these two, and nothing that was typed is lost.
 */
export function pressed(tui: Tui, press: Press): void {
  if ('text' in press) {
    pressText(tui, press.text);
    return;
  }
  if (pressKey(tui, press.key, modesOf(tui.view()))) return;
  for (const apart of withoutAlt(press.key) ?? []) pressed(tui, apart);
}
