import { limits, type MessageState, ok, type Result, type RoomEvent, type Seq } from '@securechat/protocol';
import type { Failure, Page } from './api.ts';
import { type CurrentEvent, withStates } from './timeline/message-changes.ts';

/** Maximum requests per search. Each makes the server read some thousand messages; beyond that the user should add words. */
const maxRequests = 20;

type Part = {
  readonly events: readonly RoomEvent[];
  readonly changed?: readonly MessageState[] | undefined;
  readonly more: boolean;
  readonly next?: Seq | undefined;
};

/**
 * Searches from the newest message back until a list is full or the room's beginning is reached: the server may stop early and return where
 * to continue. `goOn` receives the matches so far before each further request; false ends the search.
 */
export async function searchOn(
  ask: (before: Seq | undefined) => Promise<Result<Part, Failure>>,
  goOn: (events: readonly CurrentEvent[]) => boolean,
): Promise<Result<Page, Failure>> {
  const events: CurrentEvent[] = [];
  let before: Seq | undefined;
  for (let requests = 0; requests < maxRequests; requests++) {
    const part = await ask(before);
    if (!part.ok) return part;
    const { more, next = part.value.events.at(-1)?.seq } = part.value;
    const left = limits.found - events.length;
    events.push(...withStates(part.value.events.slice(0, left), part.value.changed));
    if (!more || next === undefined) return ok({ events, more: part.value.events.length > left });
    if (events.length === limits.found) break;
    before = next;
    if (!goOn(events)) break;
  }
  return ok({ events, more: true });
}
