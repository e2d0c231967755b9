import type { HasExit, HasKeymap, HasLayout, HasScreen, HasServers } from '../chat-context.ts';
import { shownComposer, shownRoomId } from '../state/selectors.ts';
import { cancelEdit } from './editing.ts';
import { openSwitcher } from './going.ts';
import { askToQuit, quit } from './quit.ts';
import { newest } from './scrolling.ts';

/** Moves to the end of the line; when already there, to the newest message. */
export function endOrNewest(context: HasScreen & HasLayout): void {
  const { text, cursor } = shownComposer(context.view());
  const end = text.indexOf('\n', cursor);
  if (cursor !== (end < 0 ? text.length : end)) {
    context.dispatch({ kind: 'edited', room: shownRoomId(context.view()), edit: 'end' });
  } else newest(context);
}

/** Ctrl-K cuts in editors and opens the switcher in chats: it cuts while there is text after the cursor. */
export function cutOrSwitch(context: HasScreen & HasServers): void {
  const { text, cursor } = shownComposer(context.view());
  const nothingToCut = cursor === text.length && context.view().ui.picker === undefined;
  if (nothingToCut) openSwitcher(context);
  else context.dispatch({ kind: 'edited', room: shownRoomId(context.view()), edit: 'deleteToEnd' });
}

/** Starts a command if the composer is empty. */
export function commandLine(context: HasScreen): void {
  const room = shownRoomId(context.view());
  if (shownComposer(context.view()).text === '') context.dispatch({ kind: 'typed', room, text: '/' });
  else context.showStatus('Commands need an empty composer. Send the text, or clear it with Ctrl+C.', 'warning');
}

/** Cancels an edit, unless something covers it; otherwise closes what covers the timeline. */
export function close(context: HasScreen): void {
  const view = context.view();
  if (shownComposer(view).editing && !view.ui.overlay && !view.ui.picker) cancelEdit(context);
  else context.dispatch({ kind: 'closed' });
}

/** Clears the text; if there is none, cancels an edit or closes what covers the timeline; otherwise asks to quit. */
export function clearOrQuit(context: HasScreen & HasKeymap & HasServers & HasExit): void {
  const { text, editing } = shownComposer(context.view());
  if (text !== '') context.dispatch({ kind: 'edited', room: shownRoomId(context.view()), edit: 'clear' });
  else if (editing || context.view().ui.overlay) close(context);
  else askToQuit(context);
}

/** Deletes a character; if there is none, cancels an edit, otherwise quits. */
export function deleteOrQuit(context: HasScreen & HasServers & HasExit): void {
  const { text, editing } = shownComposer(context.view());
  if (text !== '') context.dispatch({ kind: 'edited', room: shownRoomId(context.view()), edit: 'delete' });
  else if (editing) cancelEdit(context);
  else quit(context);
}
