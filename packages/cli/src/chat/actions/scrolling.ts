import { oldestSeq } from '@securechat/client';
import { limits, type Seq } from '@securechat/protocol';
import type { HasClient, HasLayout, HasScreen } from '../chat-context.ts';
import { shownRoom } from '../state/selectors.ts';
import { anchorWithTop, scroll } from '../window.ts';

const olderPage = 100;
/** Rows of a page that stay visible, for orientation. */
const overlap = 1;

/** Loads older messages of the shown room, if there are any. */
export async function loadOlder(context: HasScreen & HasClient): Promise<void> {
  const room = shownRoom(context.view());
  if (!room || room.atStart) return;
  const loaded = await context.client.loadOlder(room.id, olderPage);
  if (!loaded.ok) context.showStatus('Could not load older messages. Press PageUp to try again.', 'warning');
}

function scrollOverlay(context: HasScreen & HasLayout, by: number): void {
  const view = context.view();
  const wanted = (view.ui.overlay?.top ?? 0) + by;
  context.dispatch({
    kind: 'overlay-scrolled',
    top: Math.min(context.layout.overlay(view).maxTop, Math.max(0, wanted)),
  });
}

function scrollTimeline(context: HasScreen & HasClient & HasLayout, by: number): void {
  const view = context.view();
  const { lines, height } = context.layout.timeline(view);
  const moved = scroll(lines, height, view.ui.anchor, by);
  context.dispatch({ kind: 'scrolled', anchor: moved.anchor });
  if (by < 0 && moved.atTop) void loadOlder(context);
}

/** Scrolls the overlay or the timeline by lines. */
export function line(context: HasScreen & HasClient & HasLayout, by: number): void {
  if (context.view().ui.overlay) scrollOverlay(context, by);
  else scrollTimeline(context, by);
}

/** Scrolls by pages, or fractions of one. */
export function page(context: HasScreen & HasClient & HasLayout, pages: number): void {
  const view = context.view();
  const { height } = view.ui.overlay ? context.layout.overlay(view) : context.layout.timeline(view);
  const whole = Math.max(1, Math.floor(Math.abs(pages) * height) - (Math.abs(pages) < 1 ? 0 : overlap));
  line(context, Math.sign(pages) * whole);
}

/** Goes to the first loaded line; in the timeline, older ones are then loaded. */
export function oldest(context: HasScreen & HasClient & HasLayout): void {
  if (context.view().ui.overlay) {
    scrollOverlay(context, Number.NEGATIVE_INFINITY);
    return;
  }
  const { lines, height } = context.layout.timeline(context.view());
  context.dispatch({ kind: 'scrolled', anchor: anchorWithTop(lines, height, 0) });
  void loadOlder(context);
}

/** Goes to the last line. */
export function newest(context: HasScreen & HasLayout): void {
  if (context.view().ui.overlay) scrollOverlay(context, Number.POSITIVE_INFINITY);
  else context.dispatch({ kind: 'scrolled', anchor: undefined });
}

/** Shows the first message that was unread when the room was entered, or that arrived since. */
export function firstUnread(context: HasScreen & HasLayout): void {
  const view = context.view();
  const room = shownRoom(view);
  if (!room) return;
  const { readFrom } = view.ui;
  const from = readFrom?.room === room.id ? Math.min(readFrom.seq, room.readUpTo) : room.readUpTo;
  let first: number | undefined;
  for (let i = room.timeline.length - 1; i >= 0; i--) {
    const seq = room.timeline.at(i)?.seq;
    if (seq === undefined) continue;
    if (seq <= from) break;
    first = seq;
  }
  if (first === undefined) {
    context.showStatus('No unread messages.');
    return;
  }
  const { lines, height } = context.layout.timeline(view);
  const index = lines.find(`event ${first}`) ?? 0;
  context.dispatch({ kind: 'scrolled', anchor: anchorWithTop(lines, height, index) });
}

/** Maximum number of pages to load for a search match. */
const maxPages = 100;

/** Shows a message in the middle of the screen, loading the messages in between if needed. */
export async function showMessage(context: HasScreen & HasClient & HasLayout, seq: Seq): Promise<void> {
  const id = shownRoom(context.view())?.id;
  for (let pages = 0; pages < maxPages; pages++) {
    const room = shownRoom(context.view());
    // The user may have gone elsewhere during the load.
    if (!room || room.id !== id) return;
    if (oldestSeq(room) <= seq || room.atStart) break;
    const loaded = await context.client.loadOlder(room.id, limits.page);
    if (!loaded.ok) return context.showStatus('Could not load the messages around it. Try again.', 'warning');
  }
  const { lines, height } = context.layout.timeline(context.view());
  const key = `event ${seq}`;
  if (lines.find(key) === undefined) return context.showStatus('That message is too far back to show here.', 'warning');
  const middle = scroll(lines, height, { key, below: 0 }, Math.floor(height / 2));
  context.dispatch({ kind: 'scrolled', anchor: middle.anchor });
}
