import type { HasExit, HasKeymap, HasLayout, HasScreen, HasServers } from '../chat-context.ts';
import { shownComposer, shownRoomId } from '../state/selectors.ts';
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

/** Clears the text; if there is none, closes what covers the timeline; otherwise asks to quit. */
export function clearOrQuit(context: HasScreen & HasKeymap & HasServers & HasExit): void {
  if (shownComposer(context.view()).text !== '')
    context.dispatch({ kind: 'edited', room: shownRoomId(context.view()), edit: 'clear' });
  else if (context.view().ui.overlay) context.dispatch({ kind: 'closed' });
  else askToQuit(context);
}

/** Deletes a character; quits if the composer is empty. */
export function deleteOrQuit(context: HasScreen & HasServers & HasExit): void {
  if (shownComposer(context.view()).text === '') quit(context);
  else context.dispatch({ kind: 'edited', room: shownRoomId(context.view()), edit: 'delete' });
}
