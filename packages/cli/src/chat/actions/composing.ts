import type { HasExit, HasKeymap, HasLayout, HasScreen, HasServers } from '../chat-context.ts';
import { shownRoom } from '../state/selectors.ts';
import { composerOf } from '../state/ui-state.ts';
import { openSwitcher } from './going.ts';
import { askToQuit, quit } from './quit.ts';
import { newest } from './scrolling.ts';

function shown(context: HasScreen) {
  const { ui, chat } = context.view();
  return shownRoom(ui, chat);
}

function composer(context: HasScreen) {
  return composerOf(context.view().ui, shown(context)?.id ?? '');
}

/** Goes to the end of the line, or from there to the newest message. */
export function endOrNewest(context: HasScreen & HasLayout): void {
  const { text, cursor } = composer(context);
  const end = text.indexOf('\n', cursor);
  if (cursor !== (end < 0 ? text.length : end)) {
    context.dispatch({ kind: 'edited', room: shown(context)?.id ?? '', edit: 'end' });
  } else newest(context);
}

/** Ctrl-K cuts in editors, and is the switcher in chats: it cuts while there is something to cut. */
export function cutOrSwitch(context: HasScreen & HasServers): void {
  const { text, cursor } = composer(context);
  const nothingToCut = cursor === text.length && context.view().ui.picker === undefined;
  if (nothingToCut) openSwitcher(context);
  else context.dispatch({ kind: 'edited', room: shown(context)?.id ?? '', edit: 'deleteToEnd' });
}

/** Begins a command where nothing is written. */
export function commandLine(context: HasScreen): void {
  const room = shown(context)?.id ?? '';
  if (composer(context).text === '') context.dispatch({ kind: 'typed', room, text: '/' });
  else context.showStatus('Commands need an empty composer. Send the text, or clear it with Ctrl+C.', 'warning');
}

/** Clears the text, or else closes what lies over the timeline, or else asks to quit. */
export function clearOrQuit(context: HasScreen & HasKeymap & HasServers & HasExit): void {
  if (composer(context).text !== '')
    context.dispatch({ kind: 'edited', room: shown(context)?.id ?? '', edit: 'clear' });
  else if (context.view().ui.overlay) context.dispatch({ kind: 'closed' });
  else askToQuit(context);
}

/** Deletes a character, or quits where nothing is written. */
export function deleteOrQuit(context: HasScreen & HasServers & HasExit): void {
  if (composer(context).text === '') quit(context);
  else context.dispatch({ kind: 'edited', room: shown(context)?.id ?? '', edit: 'delete' });
}
