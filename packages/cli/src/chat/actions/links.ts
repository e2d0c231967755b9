import type { HasBrowser, HasClipboard, HasLinkNumbers, HasScreen } from '../chat-context.ts';
import { type RoomLink, roomLinks } from '../room-links.ts';
import { shownRoom, shownRoomId } from '../state/selectors.ts';

const maxListed = 200;

/** The links of the shown room, newest first, with their numbers. */
function linksOf(context: HasScreen & HasLinkNumbers): readonly (RoomLink & { readonly number: number })[] {
  const room = shownRoom(context.view());
  if (!room) return [];
  const { of } = context.linkNumbers.in(room.id);
  return roomLinks(room.timeline, maxListed).map((link) => ({ ...link, number: of(link.url) }));
}

/** Lists the links of the shown room, newest first, with the numbers for /open and /copy. */
export function listLinks(context: HasScreen & HasLinkNumbers): void {
  const found = linksOf(context);
  if (found.length === 0) {
    context.showStatus('No links in the messages loaded so far.');
    return;
  }
  const lines = found.map(({ url, by, number }) => ({ term: String(number), text: `${url}  ${by}` }));
  context.dispatch({ kind: 'overlay-opened', title: 'Links (/open N, /copy N)', lines });
}

/** The address of the link with this number, or of the newest one without a number; reports errors. */
function chosen(context: HasScreen & HasLinkNumbers, argument: string): string | undefined {
  const links = linksOf(context);
  const room = shownRoomId(context.view());
  // By the number that was shown, even if that link is no longer loaded.
  const url = argument === '' ? links[0]?.url : context.linkNumbers.in(room).urlOf(Number(argument));
  if (url === undefined) {
    context.showStatus(
      links.length === 0 ? 'No links in the messages loaded so far.' : 'Use a number from /links.',
      'warning',
    );
  }
  return url;
}

/** Opens a link in the user's browser. */
export async function openLink(context: HasScreen & HasLinkNumbers & HasBrowser, argument: string): Promise<void> {
  const url = chosen(context, argument);
  if (url === undefined) return;
  const opened = await context.system.open(url);
  if (opened.ok) context.showStatus(`Opened: ${url}`);
  else context.showStatus(opened.error, 'warning');
}

/** Copies a link to the clipboard. */
export function copyLink(context: HasScreen & HasLinkNumbers & HasClipboard, argument: string): void {
  const url = chosen(context, argument);
  if (url === undefined) return;
  const copied = context.system.copy(url);
  if (copied.ok) context.showStatus(`Sent to the terminal's clipboard: ${url}`);
  else context.showStatus(copied.error, 'warning');
}
