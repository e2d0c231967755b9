import type { RoomId } from '@securechat/protocol/ids';
import type { MessageState, RoomEvent } from '@securechat/protocol/model';
import type { Context } from './context.ts';

/** Events of a room, their messages as they are now, and the state of those that have changed. */
export type CurrentEvents = { readonly events: readonly RoomEvent[]; readonly changed: readonly MessageState[] };

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
