import type { RunName } from '../keys/bindings.ts';
import { shownRoom } from '../state/selectors.ts';
import { type Place, placeHere, placesOf, placesWithNews, samePlace } from '../state/servers.ts';
import { composerOf } from '../state/ui-state.ts';
import { chooseOffer, closeOffers, complete, searchSent, takeOffer } from './complete.ts';
import { editOutside } from './edit-outside.ts';
import { helpLines } from './help.ts';
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
import type { Tui } from './tui.ts';

function shown(tui: Tui) {
  const { ui, chat } = tui.view();
  return shownRoom(ui, chat);
}

function composer(tui: Tui) {
  return composerOf(tui.view().ui, shown(tui)?.id ?? '');
}

function stepRoom(tui: Tui, by: 1 | -1): void {
  const servers = tui.servers.now();
  const places = placesOf(servers);
  const here = placeHere(servers);
  // From a server without rooms the way leads to the first of all, or to the last.
  const before = by === 1 ? -1 : 0;
  const at = here === undefined ? before : places.findIndex((place) => samePlace(place, here));
  showPlace(tui, places[(at + by + places.length) % places.length]);
}

/** Shows a room of any open server. */
function showPlace(tui: Tui, place: Place | undefined): void {
  // An open server is there at once.
  if (place) void tui.servers.go(place.server, place.room);
}

function nextActivity(tui: Tui): void {
  const servers = tui.servers.now();
  const here = placeHere(servers);
  const place = placesWithNews(servers).find((other) => !samePlace(other, here));
  if (place) showPlace(tui, place);
  else tui.remark('Nothing new in other rooms.');
}

function endOrNewest(tui: Tui): void {
  const { text, cursor } = composer(tui);
  const end = text.indexOf('\n', cursor);
  if (cursor !== (end < 0 ? text.length : end)) {
    tui.dispatch({ kind: 'edited', room: shown(tui)?.id ?? '', edit: 'end' });
  } else newest(tui);
}

function openSwitcher(tui: Tui): void {
  tui.servers.lookUp();
  tui.dispatch({ kind: 'picker opened', of: 'switcher', text: '' });
}

/** Ctrl-K cuts in editors, and is the switcher in chats: it cuts while there is something to cut. */
function cutOrSwitch(tui: Tui): void {
  const { text, cursor } = composer(tui);
  const nothingToCut = cursor === text.length && tui.view().ui.picker === undefined;
  if (nothingToCut) openSwitcher(tui);
  else tui.dispatch({ kind: 'edited', room: shown(tui)?.id ?? '', edit: 'deleteToEnd' });
}

function commandLine(tui: Tui): void {
  const room = shown(tui)?.id ?? '';
  if (composer(tui).text === '') tui.dispatch({ kind: 'typed', room, text: '/' });
  else tui.remark('Commands need an empty composer. Send the text, or clear it with Ctrl+C.', 'warning');
}

/** Clears the text, or else closes what lies over the timeline, or else asks to quit. */
function clearOrQuit(tui: Tui): void {
  if (composer(tui).text !== '') tui.dispatch({ kind: 'edited', room: shown(tui)?.id ?? '', edit: 'clear' });
  else if (tui.view().ui.overlay) tui.dispatch({ kind: 'closed' });
  else askToQuit(tui);
}

function deleteOrQuit(tui: Tui): void {
  if (composer(tui).text === '') quit(tui);
  else tui.dispatch({ kind: 'edited', room: shown(tui)?.id ?? '', edit: 'delete' });
}

/** What the keys do, by the names of the table; some are told a number by their row. */
export const keyActions: Record<RunName, (tui: Tui, number: number) => void> = {
  send,
  pageUp: (tui) => page(tui, -1),
  pageDown: (tui) => page(tui, 1),
  halfPageUp: (tui) => page(tui, -0.5),
  halfPageDown: (tui) => page(tui, 0.5),
  lineUp: (tui) => line(tui, -1),
  lineDown: (tui) => line(tui, 1),
  oldest,
  newest,
  endOrNewest,
  firstUnread,
  foldSystem: (tui) => tui.dispatch({ kind: 'foldSystem' }),
  openLong,
  close: (tui) => tui.dispatch({ kind: 'closed' }),
  nextRoom: (tui) => stepRoom(tui, 1),
  previousRoom: (tui) => stepRoom(tui, -1),
  nextActivity,
  showRoomAt: (tui, number) => showPlace(tui, placesOf(tui.servers.now())[number - 1]),
  openSwitcher,
  cutOrSwitch,
  openSearch: (tui) => tui.dispatch({ kind: 'picker opened', of: 'search', text: '' }),
  openHelp: (tui) => tui.dispatch({ kind: 'overlay opened', title: 'Help', lines: helpLines(tui.keymap) }),
  choosePrevious: (tui) => chooseBy(tui, -1),
  chooseNext: (tui) => chooseBy(tui, 1),
  accept: acceptChoice,
  clearOrQuit,
  deleteOrQuit,
  redraw: (tui) => tui.redraw(),
  complete,
  searchSent,
  nextOffer: (tui) => chooseOffer(tui, 1),
  previousOffer: (tui) => chooseOffer(tui, -1),
  takeOffer,
  closeOffers,
  editOutside: (tui) => void editOutside(tui),
  commandLine,
  suspend: (tui) => tui.suspend(),
  selectBegin: beginSelecting,
  selectStep: stepSelecting,
  selectExtend: (tui, by) => stepSelecting(tui, by, true),
  selectPage: pageSelecting,
  selectEnd: endSelecting,
  selectToggle: togglePicked,
  selectRange: toggleRange,
  selectCopy: (tui) => copyPicked(tui, false),
  selectCopyText: (tui) => copyPicked(tui, true),
  selectLeave: (tui) => tui.dispatch({ kind: 'select left' }),
};
