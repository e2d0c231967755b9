import { oldestSeq } from '@securechat/client';
import { limits, type Seq } from '@securechat/protocol';
import { overlayWindow, scrollable } from '../state/frame.ts';
import { shownRoom } from '../state/selectors.ts';
import { anchorWithTop, scroll } from '../text/window.ts';
import type { Tui } from './tui.ts';

const olderPage = 100;
/** Of a page, so that the eye finds where it was. */
const overlap = 1;

function shown(tui: Tui) {
  const { ui, chat } = tui.view();
  return shownRoom(ui, chat);
}

/** Fetches older messages of the shown room, if there are any. */
export async function loadOlder(tui: Tui): Promise<void> {
  const room = shown(tui);
  if (!room || room.atStart) return;
  const loaded = await tui.client.loadOlder(room.id, olderPage);
  if (!loaded.ok) tui.remark('Could not load older messages. Press PageUp to try again.', 'warning');
}

function scrollOverlay(tui: Tui, by: number): void {
  const view = tui.view();
  const wanted = (view.ui.overlay?.top ?? 0) + by;
  tui.dispatch({ kind: 'overlay scrolled', top: Math.min(overlayWindow(view).last, Math.max(0, wanted)) });
}

function scrollTimeline(tui: Tui, by: number): void {
  const view = tui.view();
  const { lines, height } = scrollable(view);
  const moved = scroll(lines, height, view.ui.anchor, by);
  tui.dispatch({ kind: 'scrolled', anchor: moved.anchor });
  if (by < 0 && moved.atTop) void loadOlder(tui);
}

/** Scrolls by lines what is to be read: an overlay, or the timeline. */
export function line(tui: Tui, by: number): void {
  if (tui.view().ui.overlay) scrollOverlay(tui, by);
  else scrollTimeline(tui, by);
}

/** Scrolls by pages, or parts of one. */
export function page(tui: Tui, pages: number): void {
  const view = tui.view();
  const { height } = view.ui.overlay ? overlayWindow(view) : scrollable(view);
  const whole = Math.max(1, Math.floor(Math.abs(pages) * height) - (Math.abs(pages) < 1 ? 0 : overlap));
  line(tui, Math.sign(pages) * whole);
}

/** Goes to the first line there is here; in the timeline, older ones are then fetched. */
export function oldest(tui: Tui): void {
  if (tui.view().ui.overlay) {
    scrollOverlay(tui, Number.NEGATIVE_INFINITY);
    return;
  }
  const { lines, height } = scrollable(tui.view());
  tui.dispatch({ kind: 'scrolled', anchor: anchorWithTop(lines, height, 0) });
  void loadOlder(tui);
}

/** Goes to the last line. */
export function newest(tui: Tui): void {
  if (tui.view().ui.overlay) scrollOverlay(tui, Number.POSITIVE_INFINITY);
  else tui.dispatch({ kind: 'scrolled', anchor: undefined });
}

/** Shows the first message that the user had not read on coming into the room, or has not read since. */
export function firstUnread(tui: Tui): void {
  const view = tui.view();
  const room = shown(tui);
  if (!room) return;
  const { readFrom } = view.ui;
  const from = readFrom?.room === room.id ? Math.min(readFrom.seq, room.readUpTo) : room.readUpTo;
  let first: number | undefined;
  for (let i = room.timeline.length - 1; i >= 0; i--) {
    const item = room.timeline.at(i);
    if (item?.kind !== 'event') continue;
    if (item.event.seq <= from) break;
    first = item.event.seq;
  }
  if (first === undefined) {
    tui.remark('No unread messages.');
    return;
  }
  const { lines, height } = scrollable(view);
  const index = lines.find(`event ${first}`) ?? 0;
  tui.dispatch({ kind: 'scrolled', anchor: anchorWithTop(lines, height, index) });
}

/** How far back a found message is fetched. */
const mostPages = 100;

/** Shows a message in the middle of the screen; what lies between it and the oldest loaded one is fetched first. */
export async function showMessage(tui: Tui, seq: Seq): Promise<void> {
  const id = shown(tui)?.id;
  for (let pages = 0; pages < mostPages; pages++) {
    const room = shown(tui);
    // Whoever has gone elsewhere meanwhile is not brought back.
    if (!room || room.id !== id) return;
    if (oldestSeq(room) <= seq || room.atStart) break;
    const loaded = await tui.client.loadOlder(room.id, limits.page);
    if (!loaded.ok) return tui.remark('Could not load the messages around it. Try again.', 'warning');
  }
  const { lines, height } = scrollable(tui.view());
  const key = `event ${seq}`;
  if (lines.find(key) === undefined) return tui.remark('That message is too far back to show here.', 'warning');
  const middle = scroll(lines, height, { key, below: 0 }, Math.floor(height / 2));
  tui.dispatch({ kind: 'scrolled', anchor: middle.anchor });
}
