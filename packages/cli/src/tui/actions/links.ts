import { shownRoom } from '../state/selectors.ts';
import { type RoomLink, roomLinks } from '../text/room-links.ts';
import type { Tui } from './tui.ts';

const mostListed = 200;

/** The links that the user was shown last, by room: the numbers stay what they were while newer links come. */
type Listed = { readonly room: string; readonly links: readonly RoomLink[] };
const listed = new WeakMap<Tui, Listed>();

function newest(tui: Tui): Listed {
  const { ui, chat } = tui.view();
  const room = shownRoom(ui, chat);
  return { room: room?.id ?? '', links: room ? roomLinks(room.timeline, mostListed) : [] };
}

/** Lists the links of the shown room, the newest first, with the numbers to open and copy them by. */
export function listLinks(tui: Tui): void {
  const found = newest(tui);
  if (found.links.length === 0) {
    tui.remark('There is no link in what is loaded of this room.');
    return;
  }
  listed.set(tui, found);
  const lines = found.links.map(({ url, by }, i) => ({ term: String(i + 1), text: `${url}  ${by}` }));
  tui.dispatch({ kind: 'overlay opened', title: 'Links (/open N, /copy N)', lines });
}

/** The link of this number as it was listed; without a number, the newest of the room. Says what is wrong. */
function chosen(tui: Tui, argument: string): RoomLink | undefined {
  const now = newest(tui);
  const shown = listed.get(tui);
  const links = argument !== '' && shown?.room === now.room ? shown.links : now.links;
  const number = argument === '' ? 1 : Number(argument);
  const link = Number.isInteger(number) ? links[number - 1] : undefined;
  if (!link) {
    tui.remark(
      links.length === 0 ? 'There is no link in what is loaded of this room.' : 'Name a number that /links lists.',
      'warning',
    );
  }
  return link;
}

/** Opens a link in the user's browser. */
export async function openLink(tui: Tui, argument: string): Promise<void> {
  const link = chosen(tui, argument);
  if (!link) return;
  const opened = await tui.desk.open(link.url);
  if (opened.ok) tui.remark(`Opened: ${link.url}`);
  else tui.remark(opened.error, 'warning');
}

/** Puts a link on the clipboard. */
export function copyLink(tui: Tui, argument: string): void {
  const link = chosen(tui, argument);
  if (!link) return;
  const copied = tui.desk.copy(link.url);
  if (copied.ok) tui.remark(`Copied, if the terminal allows it: ${link.url}`);
  else tui.remark(copied.error, 'warning');
}
