import type { RoomState } from '@securechat/client';
import type { RoomId } from '@securechat/protocol';
import type { HasClient, HasClock, HasLayout, HasScreen } from '../chat-context.ts';
import { shownRoom } from '../state/selectors.ts';
import { anchorWithTop } from '../window.ts';

/** Events per page: the server's maximum. */
const pageEvents = 200;
/** Upper bound for loading; beyond it, the user has to scroll. */
const maxPages = 500;

/** The start of a day in local time, from `2026-11-20` or `11-20` of this year. */
export function dayMs(written: string, nowMs: number): number | undefined {
  const [, year, month = '', day = ''] = /^(?:(\d{4})-)?(\d{1,2})-(\d{1,2})$/.exec(written.trim()) ?? [];
  if (month === '') return undefined;
  const at = new Date(Number(year ?? new Date(nowMs).getFullYear()), Number(month) - 1, Number(day));
  // `new Date` would turn the 31st of a shorter month into another day.
  return at.getMonth() === Number(month) - 1 && at.getDate() === Number(day) ? at.getTime() : undefined;
}

/** The first entry at this time or later; the length if there is none. Entries are in the order of arrival. */
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

/** Loads older pages until the day is reached; false if they cannot be loaded. */
async function loadUntil(context: HasScreen & HasClient, room: RoomId, atMs: number): Promise<boolean> {
  for (let page = 0; page < maxPages; page++) {
    const state = context.view().chat.byRoom[room];
    const oldest = state?.timeline.at(0);
    if (!state || state.atStart || (oldest && oldest.at < atMs)) return true;
    const loaded = await context.client.loadOlder(room, pageEvents);
    if (!loaded.ok) return false;
    // Nothing arrived: another request would not help.
    if (context.view().chat.byRoom[room]?.timeline.at(0) === oldest) return true;
  }
  return true;
}

/** Shows the first message of a day, loading older messages if needed. */
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
  // The user may have switched to another room during the load.
  if (now?.id !== room) return;
  if (!complete) return context.showStatus('Could not load older messages. Try again.', 'warning');
  const index = firstFrom(now, atMs);
  const { lines, height } = context.layout.timeline(view);
  if (index === now.timeline.length) context.showStatus('No messages on that day or later.');
  context.dispatch({ kind: 'scrolled', anchor: anchorWithTop(lines, height, index) });
}
