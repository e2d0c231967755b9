import type { RoomState } from '@securechat/client';
import type { RoomId } from '@securechat/protocol';
import type { HasClient, HasClock, HasLayout, HasScreen } from '../chat-context.ts';
import { shownRoom } from '../state/selectors.ts';
import { anchorWithTop } from '../window.ts';

/** So many events a page: as many as the server gives at once. */
const pageEvents = 200;
/** Further back than this one goes by scrolling. */
const maxPages = 500;

/** The beginning of a day on the reader's clock, of `2026-11-20` or `11-20` of this year. */
export function dayMs(written: string, nowMs: number): number | undefined {
  const [, year, month = '', day = ''] = /^(?:(\d{4})-)?(\d{1,2})-(\d{1,2})$/.exec(written.trim()) ?? [];
  if (month === '') return undefined;
  const at = new Date(Number(year ?? new Date(nowMs).getFullYear()), Number(month) - 1, Number(day));
  // The 31st of a short month would be another day than the one that was written.
  return at.getMonth() === Number(month) - 1 && at.getDate() === Number(day) ? at.getTime() : undefined;
}

/** The first line that was written at this moment or later; the length where there is none. Lines stand in the order they came. */
function firstFrom({ timeline }: RoomState, atMs: number): number {
  let [from, to] = [0, timeline.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const item = timeline.at(middle);
    if (item && item.at < atMs) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Loads older pages until the day is there; false when they cannot be had. */
async function loadUntil(context: HasScreen & HasClient, room: RoomId, atMs: number): Promise<boolean> {
  for (let page = 0; page < maxPages; page++) {
    const state = context.view().chat.byRoom[room];
    const oldest = state?.timeline.at(0);
    if (!state || state.atStart || (oldest && oldest.at < atMs)) return true;
    const loaded = await context.client.loadOlder(room, pageEvents);
    if (!loaded.ok) return false;
    // Nothing came: asking again would bring no more.
    if (context.view().chat.byRoom[room]?.timeline.at(0) === oldest) return true;
  }
  return true;
}

/** Shows the first message of a day, and fetches what is missing on the way there. */
export async function goToDate(context: HasScreen & HasClient & HasClock & HasLayout, argument: string): Promise<void> {
  const atMs = dayMs(argument, context.clock.nowMs());
  if (atMs === undefined) return context.showStatus('Usage: /date 2026-11-20', 'warning');
  const before = context.view();
  const room = shownRoom(before)?.id;
  if (room === undefined) return context.showStatus('You are not in a room yet. Join one: /join ROOM', 'warning');
  if (!context.layout.scrolls) {
    const day = new Date(atMs).toLocaleDateString('sv');
    const history = `securechat history --room ${room} --since ${day} --server ${before.serverName}`;
    return context.showStatus(`Line mode cannot go to a day. Print it with: ${history}`);
  }
  const complete = await loadUntil(context, room, atMs);
  const view = context.view();
  const now = shownRoom(view);
  // The user may have gone elsewhere meanwhile.
  if (now?.id !== room) return;
  if (!complete) return context.showStatus('Could not load older messages. Try again.', 'warning');
  const index = firstFrom(now, atMs);
  const { lines, height } = context.layout.timeline(view);
  if (index === now.timeline.length) context.showStatus('No messages on that day or later.');
  context.dispatch({ kind: 'scrolled', anchor: anchorWithTop(lines, height, index) });
}
