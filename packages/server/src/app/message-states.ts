import type { RoomId } from '@securechat/protocol/ids';
import type { MessageState, RoomEvent } from '@securechat/protocol/model';
import type { Context } from './context.ts';
import { fitting } from './fitting.ts';

/** Events of a room, their messages as they are now, and the state of those that have changed. */
export type CurrentEvents = { readonly events: readonly RoomEvent[]; readonly changed: readonly MessageState[] };

/**
 * As many leading events as fit in one page with the bodies that they have now, which may be far longer than those that were sent first; at
 * least one. `fromEnd`: as many as fit counted from the last one.
 */
export function fittingNow({ events, changed }: CurrentEvents, fromEnd = false): CurrentEvents {
  const fit = fromEnd ? fitting(events.toReversed()).reverse() : fitting(events);
  if (fit.length === events.length) return { events, changed };
  const kept = new Set(fit.map(({ seq }) => seq));
  return { events: fit, changed: changed.filter(({ seq }) => kept.has(seq)) };
}

/** Events that were read as they happened, with their messages as they are now. */
export async function asTheyAreNow(
  { store }: Pick<Context, 'store'>,
  room: RoomId,
  events: readonly RoomEvent[],
): Promise<CurrentEvents> {
  const seqs = events.filter(({ type }) => type === 'message').map(({ seq }) => seq);
  const found = seqs.length === 0 ? new Map() : await store.changedMessages(room, seqs);
  if (found.size === 0) return { events, changed: [] };
  const current = events.map((event) => {
    const body = found.get(event.seq)?.body;
    return event.type === 'message' && body ? { ...event, body } : event;
  });
  return { events: current, changed: [...found.values()].map(({ state }) => state) };
}
