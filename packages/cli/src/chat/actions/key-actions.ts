import type { ChatContext } from '../chat-context.ts';
import { chooseOffer, closeOffers, complete, searchSent, takeOffer } from '../completion/complete.ts';
import { takeDraft } from '../drafts/sync-drafts.ts';
import type { RunName } from '../keys/run-names.ts';
import { slashCommands } from '../slash/registry.ts';
import { clearOrQuit, close, commandLine, cutOrSwitch, deleteOrQuit, endOrNewest } from './composing.ts';
import { editOutside } from './edit-outside.ts';
import { deletePicked, editPicked } from './edit-picked.ts';
import { editLast } from './editing.ts';
import { nextActivity, openSwitcher, showRoomAt, stepRoom } from './going.ts';
import { openHelp } from './help.ts';
import { openMentions } from './mentions.ts';
import { openLong } from './open-long.ts';
import { acceptChoice, chooseBy } from './picking.ts';
import { firstUnread, line, newest, oldest, page } from './scrolling.ts';
import {
  beginSelecting,
  copyPicked,
  endSelecting,
  markUnread,
  pageSelecting,
  stepSelecting,
  togglePicked,
  toggleRange,
} from './selecting.ts';
import { send } from './send.ts';

/** The actions of keys, by name; some take a number from their row in the key table. */
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
  close,
  nextRoom: (context) => stepRoom(context, 1),
  previousRoom: (context) => stepRoom(context, -1),
  nextActivity,
  showRoomAt,
  openSwitcher,
  cutOrSwitch,
  openMentions: (context) => openMentions(context, ''),
  openSearch: (context) => context.dispatch({ kind: 'picker-opened', of: 'search', text: '' }),
  openHelp: (context) => openHelp(context, slashCommands),
  choosePrevious: (context) => chooseBy(context, -1),
  chooseNext: (context) => chooseBy(context, 1),
  accept: acceptChoice,
  clearOrQuit,
  deleteOrQuit,
  redraw: (context) => context.redraw(),
  complete,
  searchSent,
  takeDraft,
  nextOffer: (context) => chooseOffer(context, 1),
  previousOffer: (context) => chooseOffer(context, -1),
  takeOffer,
  closeOffers,
  editOutside: (context) => void editOutside(context),
  editLast,
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
  selectUnread: markUnread,
  selectEdit: editPicked,
  selectDelete: deletePicked,
  selectLeave: (context) => context.dispatch({ kind: 'select-left' }),
};
