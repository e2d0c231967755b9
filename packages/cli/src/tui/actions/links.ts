import { shownRoom } from '../state/selectors.ts';
import { type RoomLink, roomLinks } from '../text/room-links.ts';
import type { Tui } from './tui.ts';

const mostListed = 200;

/** The links of the shown room, the newest first, with their numbers. */
function linksOf(tui: Tui): readonly (RoomLink & { readonly number: number })[] {
  const { ui, chat } = tui.view();
  const room = shownRoom(ui, chat);
  if (!room) return [];
  const { of } = tui.linkNumbers.in(room.id);
  return roomLinks(room.timeline, mostListed).map((link) => ({ ...link, number: of(link.url) }));
}

/** Lists the links of the shown room, the newest first, with the numbers to open and copy them by. */
export function listLinks(tui: Tui): void {
  const found = linksOf(tui);
  if (found.length === 0) {
    tui.remark('No links in the messages loaded so far.');
    return;
  }
  const lines = found.map(({ url, by, number }) => ({ term: String(number), text: `${url}  ${by}` }));
  tui.dispatch({ kind: 'overlay opened', title: 'Links (/open N, /copy N)', lines });
}

/** The address of the link with this number; without a number, of the newest of the room. Says what is wrong. */
function chosen(tui: Tui, argument: string): string | undefined {
  const links = linksOf(tui);
  const { ui, chat } = tui.view();
  const room = shownRoom(ui, chat)?.id ?? '';
  // By the number that was read, also when that link is no longer among those that are loaded.
  const url = argument === '' ? links[0]?.url : tui.linkNumbers.in(room).urlOf(Number(argument));
  if (url === undefined) {
    tui.remark(
      links.length === 0 ? 'No links in the messages loaded so far.' : 'Give a number listed by /links.',
      'warning',
    );
  }
  return url;
}

/** Opens a link in the user's browser. */
export async function openLink(tui: Tui, argument: string): Promise<void> {
  const url = chosen(tui, argument);
  if (url === undefined) return;
  const opened = await tui.desk.open(url);
  if (opened.ok) tui.remark(`Opened: ${url}`);
  else tui.remark(opened.error, 'warning');
}

/** Puts a link on the clipboard. */
export function copyLink(tui: Tui, argument: string): void {
  const url = chosen(tui, argument);
  if (url === undefined) return;
  const copied = tui.desk.copy(url);
  if (copied.ok) tui.remark(`Sent to the terminal's clipboard: ${url}`);
  else tui.remark(copied.error, 'warning');
}
