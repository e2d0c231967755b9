import { shownRooms } from '@securechat/client';
import type { RunName } from '../keys/bindings.ts';
import { overlayWindow, scrollable } from '../state/frame.ts';
import { shownRoom } from '../state/selectors.ts';
import { composerOf } from '../state/ui-state.ts';
import { scroll } from '../text/window.ts';
import { complete, searchSent } from './complete.ts';
import { editOutside } from './edit-outside.ts';
import { quit } from './quit.ts';
import { send } from './send.ts';
import type { Tui } from './tui.ts';

const olderPage = 100;
const overlap = 1;

function shown(tui: Tui) {
  const { ui, chat } = tui.view();
  return shownRoom(ui, chat);
}

function composer(tui: Tui) {
  return composerOf(tui.view().ui, shown(tui)?.id ?? '');
}

function scrollOverlay(tui: Tui, direction: 1 | -1): void {
  const view = tui.view();
  const { last, height } = overlayWindow(view);
  const wanted = (view.ui.overlay?.top ?? 0) + direction * Math.max(1, height - overlap);
  tui.dispatch({ kind: 'overlay scrolled', top: Math.min(last, Math.max(0, wanted)) });
}

async function loadOlder(tui: Tui): Promise<void> {
  const room = shown(tui);
  if (!room || room.atStart) return;
  const loaded = await tui.client.loadOlder(room.id, olderPage);
  if (!loaded.ok) tui.remark('Older messages could not be fetched. Press PageUp to try again.', 'warning');
}

function scrollTimeline(tui: Tui, direction: 1 | -1): void {
  const view = tui.view();
  const { lines, height } = scrollable(view);
  const moved = scroll(lines, height, view.ui.anchor, direction * Math.max(1, height - overlap));
  tui.dispatch({ kind: 'scrolled', anchor: moved.anchor });
  if (direction < 0 && moved.atTop) void loadOlder(tui);
}

function page(tui: Tui, direction: 1 | -1): void {
  if (tui.view().ui.overlay) scrollOverlay(tui, direction);
  else scrollTimeline(tui, direction);
}

function stepRoom(tui: Tui, by: 1 | -1): void {
  const rooms = shownRooms(tui.view().chat);
  const here = shown(tui)?.id;
  const at = here === undefined ? 0 : rooms.indexOf(here);
  const room = rooms[(at + by + rooms.length) % rooms.length];
  if (room) tui.dispatch({ kind: 'room shown', room });
}

function newest(tui: Tui): void {
  const { text, cursor } = composer(tui);
  const line = text.indexOf('\n', cursor);
  if (cursor !== (line < 0 ? text.length : line)) {
    tui.dispatch({ kind: 'edited', room: shown(tui)?.id ?? '', edit: 'end' });
  } else tui.dispatch({ kind: 'scrolled', anchor: undefined });
}

function editOrQuit(edit: 'clear' | 'delete') {
  return (tui: Tui) => {
    if (composer(tui).text === '') quit(tui);
    else tui.dispatch({ kind: 'edited', room: shown(tui)?.id ?? '', edit });
  };
}

/** What the keys do, by the names of the table. */
export const keyActions: Record<RunName, (tui: Tui) => void> = {
  send,
  pageUp: (tui) => page(tui, -1),
  pageDown: (tui) => page(tui, 1),
  newest,
  close: (tui) => tui.dispatch({ kind: 'closed' }),
  nextRoom: (tui) => stepRoom(tui, 1),
  previousRoom: (tui) => stepRoom(tui, -1),
  clearOrQuit: editOrQuit('clear'),
  deleteOrQuit: editOrQuit('delete'),
  redraw: (tui) => tui.redraw(),
  complete,
  searchSent,
  editOutside: (tui) => void editOutside(tui),
};
