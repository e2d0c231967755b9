import type { ChatContext } from '../chat-context.ts';
import { chooseOffer, closeOffers, complete, searchSent, takeOffer } from '../completion/complete.ts';
import type { RunName } from '../keys/bindings.ts';
import { allSlashCommands } from '../slash/registry.ts';
import { shownRoom } from '../state/selectors.ts';
import { placeHere, placesOf, placesWithNews, type RoomPlace, samePlace } from '../state/servers.ts';
import { composerOf } from '../state/ui-state.ts';
import { editOutside } from './edit-outside.ts';
import { openHelp } from './help.ts';
import { openLong } from './open-long.ts';
import { acceptChoice, chooseBy } from './picking.ts';
import { askToQuit, quit } from './quit.ts';
import { firstUnread, line, newest, oldest, page } from './scrolling.ts';
import {
  beginSelecting,
  copyPicked,
  endSelecting,
  pageSelecting,
  stepSelecting,
  togglePicked,
  toggleRange,
} from './selecting.ts';
import { send } from './send.ts';

function shown(context: ChatContext) {
  const { ui, chat } = context.view();
  return shownRoom(ui, chat);
}

function composer(context: ChatContext) {
  return composerOf(context.view().ui, shown(context)?.id ?? '');
}

function stepRoom(context: ChatContext, by: 1 | -1): void {
  const servers = context.servers.now();
  const places = placesOf(servers);
  const here = placeHere(servers);
  // From a server without rooms the way leads to the first of all, or to the last.
  const before = by === 1 ? -1 : 0;
  const at = here === undefined ? before : places.findIndex((place) => samePlace(place, here));
  showPlace(context, places[(at + by + places.length) % places.length]);
}

/** Shows a room of any open server. */
function showPlace(context: ChatContext, place: RoomPlace | undefined): void {
  // An open server is there at once.
  if (place) void context.servers.go(place.server, place.room);
}

function nextActivity(context: ChatContext): void {
  const servers = context.servers.now();
  const here = placeHere(servers);
  const place = placesWithNews(servers).find((other) => !samePlace(other, here));
  if (place) showPlace(context, place);
  else context.showStatus('Nothing new in other rooms.');
}

function endOrNewest(context: ChatContext): void {
  const { text, cursor } = composer(context);
  const end = text.indexOf('\n', cursor);
  if (cursor !== (end < 0 ? text.length : end)) {
    context.dispatch({ kind: 'edited', room: shown(context)?.id ?? '', edit: 'end' });
  } else newest(context);
}

function openSwitcher(context: ChatContext): void {
  context.servers.lookUp();
  context.dispatch({ kind: 'picker opened', of: 'switcher', text: '' });
}

/** Ctrl-K cuts in editors, and is the switcher in chats: it cuts while there is something to cut. */
function cutOrSwitch(context: ChatContext): void {
  const { text, cursor } = composer(context);
  const nothingToCut = cursor === text.length && context.view().ui.picker === undefined;
  if (nothingToCut) openSwitcher(context);
  else context.dispatch({ kind: 'edited', room: shown(context)?.id ?? '', edit: 'deleteToEnd' });
}

function commandLine(context: ChatContext): void {
  const room = shown(context)?.id ?? '';
  if (composer(context).text === '') context.dispatch({ kind: 'typed', room, text: '/' });
  else context.showStatus('Commands need an empty composer. Send the text, or clear it with Ctrl+C.', 'warning');
}

/** Clears the text, or else closes what lies over the timeline, or else asks to quit. */
function clearOrQuit(context: ChatContext): void {
  if (composer(context).text !== '')
    context.dispatch({ kind: 'edited', room: shown(context)?.id ?? '', edit: 'clear' });
  else if (context.view().ui.overlay) context.dispatch({ kind: 'closed' });
  else askToQuit(context);
}

function deleteOrQuit(context: ChatContext): void {
  if (composer(context).text === '') quit(context);
  else context.dispatch({ kind: 'edited', room: shown(context)?.id ?? '', edit: 'delete' });
}

/** What the keys do, by the names of the table; some are told a number by their row. */
export const keyActions: Record<RunName, (context: ChatContext, number: number) => void> = {
  send,
  pageUp: (context) => page(context, -1),
  pageDown: (context) => page(context, 1),
  halfPageUp: (context) => page(context, -0.5),
  halfPageDown: (context) => page(context, 0.5),
  lineUp: (context) => line(context, -1),
  lineDown: (context) => line(context, 1),
  oldest,
  newest,
  endOrNewest,
  firstUnread,
  foldSystem: (context) => context.dispatch({ kind: 'foldSystem' }),
  openLong,
  close: (context) => context.dispatch({ kind: 'closed' }),
  nextRoom: (context) => stepRoom(context, 1),
  previousRoom: (context) => stepRoom(context, -1),
  nextActivity,
  showRoomAt: (context, number) => showPlace(context, placesOf(context.servers.now())[number - 1]),
  openSwitcher,
  cutOrSwitch,
  openSearch: (context) => context.dispatch({ kind: 'picker opened', of: 'search', text: '' }),
  openHelp: (context) => openHelp(context, allSlashCommands),
  choosePrevious: (context) => chooseBy(context, -1),
  chooseNext: (context) => chooseBy(context, 1),
  accept: acceptChoice,
  clearOrQuit,
  deleteOrQuit,
  redraw: (context) => context.redraw(),
  complete,
  searchSent,
  nextOffer: (context) => chooseOffer(context, 1),
  previousOffer: (context) => chooseOffer(context, -1),
  takeOffer,
  closeOffers,
  editOutside: (context) => void editOutside(context),
  commandLine,
  suspend: (context) => context.suspend(),
  selectBegin: beginSelecting,
  selectStep: stepSelecting,
  selectExtend: (context, by) => stepSelecting(context, by, true),
  selectPage: pageSelecting,
  selectEnd: endSelecting,
  selectToggle: togglePicked,
  selectRange: toggleRange,
  selectCopy: (context) => copyPicked(context, false),
  selectCopyText: (context) => copyPicked(context, true),
  selectLeave: (context) => context.dispatch({ kind: 'select left' }),
};
