import { limits, ok, type Result, type RoomEvent, type Seq } from '@securechat/protocol';
import type { Failure, Page } from './api.ts';

/** Requests of one search. Each has the server read some thousand messages; words that need more of them are better made more precise. */
const maxRequests = 20;

type Part = { readonly events: readonly RoomEvent[]; readonly more: boolean; readonly next?: Seq | undefined };

/**
 * Searches from the newest message on until there are as many as a list shows, or the room's beginning is reached: a server may stop early
 * and say where to go on. `goOn` gets what was found so far whenever another request is needed; false ends the search.
 */
export async function searchOn(
  ask: (before: Seq | undefined) => Promise<Result<Part, Failure>>,
  goOn: (events: readonly RoomEvent[]) => boolean,
): Promise<Result<Page, Failure>> {
  const events: RoomEvent[] = [];
  let before: Seq | undefined;
  for (let requests = 0; requests < maxRequests; requests++) {
    const part = await ask(before);
    if (!part.ok) return part;
    const { more, next = part.value.events.at(-1)?.seq } = part.value;
    const left = limits.found - events.length;
    events.push(...part.value.events.slice(0, left));
    if (!more || next === undefined) return ok({ events, more: part.value.events.length > left });
    if (events.length === limits.found) break;
    before = next;
    if (!goOn(events)) break;
  }
  return ok({ events, more: true });
}
