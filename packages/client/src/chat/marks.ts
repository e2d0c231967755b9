import type { RoomEvent, Seq } from '@securechat/protocol';
import type { UserState } from '../user-state/user-state.ts';
import type { RoomState } from './model.ts';

/** The room with the user's read mark, if there is one. */
export function marked(room: RoomState, { read }: UserState): RoomState {
  const mark = read.get(room.id);
  if (!mark || (mark.seq === room.readUpTo && mark.n === room.readCount)) return room;
  return { ...room, readUpTo: mark.seq, readCount: mark.n };
}

/** A room that begins with these events, read up to this seq. */
export function readAt(
  { messages }: RoomState,
  events: readonly RoomEvent[],
  seq: Seq,
): Pick<RoomState, 'readUpTo' | 'readCount'> {
  let n: number | undefined;
  for (const event of events) {
    if (event.type !== 'message') continue;
    if (n === undefined || event.seq <= seq) n = event.seq <= seq ? event.n : event.n - 1;
  }
  return { readUpTo: seq, readCount: n ?? messages };
}
