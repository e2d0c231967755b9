import type { HasScreen, HasServers } from '../chat-context.ts';
import { placeHere, placesOf, placesWithNews, type RoomPlace, samePlace } from '../state/servers.ts';

/** Shows a room of any open server. */
function showPlace(context: HasServers, place: RoomPlace | undefined): void {
  // An open server is there at once.
  if (place) void context.servers.go(place.server, place.room);
}

/** Shows the next room of the list, or the one before; round at its ends. */
export function stepRoom(context: HasServers, by: 1 | -1): void {
  const servers = context.servers.now();
  const places = placesOf(servers);
  const here = placeHere(servers);
  // From a server without rooms the way leads to the first of all, or to the last.
  const before = by === 1 ? -1 : 0;
  const at = here === undefined ? before : places.findIndex((place) => samePlace(place, here));
  showPlace(context, places[(at + by + places.length) % places.length]);
}

/** Shows the room at this place of the list, counted from 1. */
export function showRoomAt(context: HasServers, number: number): void {
  showPlace(context, placesOf(context.servers.now())[number - 1]);
}

/** Shows the next room with something new, mentions first. */
export function nextActivity(context: HasScreen & HasServers): void {
  const servers = context.servers.now();
  const here = placeHere(servers);
  const place = placesWithNews(servers).find((other) => !samePlace(other, here));
  if (place) showPlace(context, place);
  else context.showStatus('Nothing new in other rooms.');
}

/** Opens the list of all that one can go to. */
export function openSwitcher(context: HasScreen & HasServers): void {
  context.servers.lookUp();
  context.dispatch({ kind: 'picker-opened', of: 'switcher', text: '' });
}
