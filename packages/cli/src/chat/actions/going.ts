import type { HasScreen, HasServers } from '../chat-context.ts';
import { placeHere, placesOf, placesWithNews, type RoomPlace, samePlace } from '../state/servers.ts';

/** Shows a room of any open server. */
function showPlace(context: HasServers, place: RoomPlace | undefined): void {
  // An open server is shown without a delay.
  if (place) void context.servers.go(place.server, place.room);
}

/** Shows the next or the previous room of the list, wrapping around. */
export function stepRoom(context: HasScreen & HasServers, by: 1 | -1): void {
  const servers = context.servers.now();
  const places = placesOf(servers, context.view().settings?.sort);
  const here = placeHere(servers);
  // A server without rooms has no place in the list: go to the first room of all, or to the last.
  const before = by === 1 ? -1 : 0;
  const at = here === undefined ? before : places.findIndex((place) => samePlace(place, here));
  showPlace(context, places[(at + by + places.length) % places.length]);
}

/** Shows the room at this position of the list, counted from 1. */
export function showRoomAt(context: HasScreen & HasServers, number: number): void {
  showPlace(context, placesOf(context.servers.now(), context.view().settings?.sort)[number - 1]);
}

/** Shows the next unread room, mentions first. */
export function nextActivity(context: HasScreen & HasServers): void {
  const servers = context.servers.now();
  const here = placeHere(servers);
  const place = placesWithNews(servers).find((other) => !samePlace(other, here));
  if (place) showPlace(context, place);
  else context.showStatus('Nothing new in other rooms.');
}

/** Opens the switcher. */
export function openSwitcher(context: HasScreen & HasServers): void {
  context.servers.lookUp();
  context.dispatch({ kind: 'picker-opened', of: 'switcher', text: '' });
}
