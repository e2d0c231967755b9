import type { HasExit, HasKeymap, HasLayout, HasScreen, HasServers } from '../chat-context.ts';
import { shownComposer, shownRoomId } from '../state/selectors.ts';
import { openSwitcher } from './going.ts';
import { askToQuit, quit } from './quit.ts';
import { newest } from './scrolling.ts';

/** Goes to the end of the line, or from there to the newest message. */
export function endOrNewest(context: HasScreen & HasLayout): void {
  const { text, cursor } = shownComposer(context.view());
  const end = text.indexOf('\n', cursor);
  if (cursor !== (end < 0 ? text.length : end)) {
    context.dispatch({ kind: 'edited', room: shownRoomId(context.view()), edit: 'end' });
  } else newest(context);
}

/** Ctrl-K cuts in editors, and is the switcher in chats: it cuts while there is something to cut. */
export function cutOrSwitch(context: HasScreen & HasServers): void {
  const { text, cursor } = shownComposer(context.view());
  const nothingToCut = cursor === text.length && context.view().ui.picker === undefined;
  if (nothingToCut) openSwitcher(context);
  else context.dispatch({ kind: 'edited', room: shownRoomId(context.view()), edit: 'deleteToEnd' });
}

/** Begins a command where nothing is written. */
export function commandLine(context: HasScreen): void {
  const room = shownRoomId(context.view());
  if (shownComposer(context.view()).text === '') context.dispatch({ kind: 'typed', room, text: '/' });
  else context.showStatus('Commands need an empty composer. Send the text, or clear it with Ctrl+C.', 'warning');
}

/** Clears the text, or else closes what lies over the timeline, or else asks to quit. */
export function clearOrQuit(context: HasScreen & HasKeymap & HasServers & HasExit): void {
  if (shownComposer(context.view()).text !== '')
    context.dispatch({ kind: 'edited', room: shownRoomId(context.view()), edit: 'clear' });
  else if (context.view().ui.overlay) context.dispatch({ kind: 'closed' });
  else askToQuit(context);
}

/** Deletes a character, or quits where nothing is written. */
export function deleteOrQuit(context: HasScreen & HasServers & HasExit): void {
  if (shownComposer(context.view()).text === '') quit(context);
  else context.dispatch({ kind: 'edited', room: shownRoomId(context.view()), edit: 'delete' });
}
