import { lettersOf } from '../text/width.ts';
import { keyActions } from './actions/key-actions.ts';
import type { ChatContext, HasActionLog, HasClock, HasScreen } from './chat-context.ts';
import type { Action, Mode } from './keys/bindings.ts';
import { type Press, withoutAlt } from './keys/names.ts';
import { modesOf } from './state/mode.ts';
import { shownRoomId } from './state/selectors.ts';

function type(context: HasScreen & HasClock & HasActionLog, text: string): void {
  if (text === '') return;
  context.recordAction('type');
  const opener = context.view().ui.overlay?.typed;
  if (opener !== undefined) context.dispatch({ kind: 'closed' });
  context.dispatch({
    kind: 'typed',
    room: shownRoomId(context.view()),
    text: `${opener ?? ''}${text}`,
    atMs: context.clock.nowMs(),
  });
}

/** While a list is filtered by typing, only the filter text can be edited. */
function isAllowed(context: HasScreen, mode: Mode, action: Action): boolean {
  return (
    mode !== 'composer' || context.view().ui.picker === undefined || 'edits' in action || action.run === 'cutOrSwitch'
  );
}

function runAction(context: ChatContext, action: Action): void {
  context.recordAction('edits' in action ? action.edits.join(' ') : action.run);
  const atMs = context.clock.nowMs();
  if ('edits' in action)
    for (const edit of action.edits)
      context.dispatch({ kind: 'edited', room: shownRoomId(context.view()), edit, atMs });
  else keyActions[action.run](context, action.number ?? 0);
  if (action.vim) context.dispatch({ kind: 'vim', mode: action.vim });
}

/** Runs the action of a key in the first mode that has one; false if none has. */
function pressKey(context: ChatContext, key: string, modes: readonly Mode[]): boolean {
  const { chord } = context.view().ui;
  const keys = chord === undefined ? key : `${chord} ${key}`;
  if (chord !== undefined) context.dispatch({ kind: 'chord', begun: undefined });
  for (const mode of modes) {
    const meaning = context.keymap.meaning(mode, keys);
    if (meaning === undefined) continue;
    if (meaning === 'begins') context.dispatch({ kind: 'chord', begun: keys });
    else if (isAllowed(context, mode, meaning)) runAction(context, meaning);
    return true;
  }
  // The second key of an unknown chord does nothing by itself, either. With Alt it may be Esc, which cancels the chord, and text.
  return chord !== undefined && withoutAlt(key) === undefined;
}

/** Handles typed text, character by character if characters may be keys. */
function pressText(context: ChatContext, text: string): void {
  const letters = lettersOf(text);
  let plain = '';
  for (const [i, letter] of letters.entries()) {
    const view = context.view();
    // A longer text that arrives at once is text, even if it begins with a key of the empty composer.
    const modes = modesOf(view).filter((mode) => mode !== 'empty' || letters.length === 1);
    const mayType = !modes.includes('normal') && !modes.includes('select');
    const asKeys = !mayType || view.ui.chord !== undefined || modes.some((mode) => context.keymap.hasLetters(mode));
    if (!asKeys) {
      plain += letters.slice(i).join('');
      break;
    }
    if (pressKey(context, letter === ' ' ? 'space' : letter, modes)) {
      const opened = view.ui.overlay === undefined && context.view().ui.overlay !== undefined;
      if (opened && mayType) context.dispatch({ kind: 'overlay-typed', letter });
      continue;
    }
    if (mayType) type(context, letter);
  }
  type(context, plain);
}

/**
 * Handles a key press. Terminals send the same bytes for Alt+key and for Esc followed by that key, so an Alt+key without a meaning is
 * handled as these two, and no input is lost.
 */
export function dispatchKey(context: ChatContext, press: Press): void {
  if ('text' in press) {
    pressText(context, press.text);
    return;
  }
  if (pressKey(context, press.key, modesOf(context.view()))) return;
  for (const apart of withoutAlt(press.key) ?? []) dispatchKey(context, apart);
}
