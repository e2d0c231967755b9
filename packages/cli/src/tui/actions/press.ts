import { actionOf, beginsChord } from '../keys/bindings.ts';
import type { Press } from '../keys/tokenize.ts';
import { shownRoom } from '../state/selectors.ts';
import { completionKey } from './complete.ts';
import { keyActions } from './key-actions.ts';
import type { Tui } from './tui.ts';

/** Turns presses into actions; remembers the first key of a chord until the second comes. */
export function presser(tui: Tui): (press: Press) => void {
  let begun: string | undefined;
  return (press) => {
    const { ui, chat } = tui.view();
    const room = shownRoom(ui, chat)?.id ?? '';
    if ('text' in press) {
      begun = undefined;
      return tui.dispatch({ kind: 'typed', room, text: press.text });
    }
    const key = begun === undefined ? press.key : `${begun} ${press.key}`;
    begun = beginsChord(key) ? key : undefined;
    if (completionKey(tui, key)) return;
    const action = actionOf(key);
    if (action && 'edit' in action) tui.dispatch({ kind: 'edited', room, edit: action.edit });
    else if (action) keyActions[action.run](tui);
  };
}
