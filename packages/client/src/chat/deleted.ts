import type { RoomEvent, UserId } from '@securechat/protocol';
import type { Entry, MessageEntry } from '../timeline/entry.ts';
import type { ByRoom, ChatState, RoomState } from './model.ts';

/** More than any server of this size loses; a bound on the memory that a server can use. */
const maxDeleted = 10_000;

/** The entry, marked if its author has deleted their account. */
function marked(entry: Entry, deleted: ReadonlySet<UserId>): Entry {
  if (entry.kind !== 'message' || entry.authorDeleted || !deleted.has(entry.author)) return entry;
  const after: MessageEntry = { ...entry, authorDeleted: true };
  return after;
}

function markedRoom(room: RoomState, deleted: ReadonlySet<UserId>): RoomState {
  let changed = false;
  const timeline = Array.from(room.timeline, (entry) => {
    const after = marked(entry, deleted);
    changed ||= after !== entry;
    return after;
  });
  return changed ? { ...room, timeline } : room;
}

/**
 * The state after these events of a room: who deletes their account leaves all rooms with an event that says so, and from then on is marked
 * as the author of their messages, in every room.
 */
export function withDeleted(state: ChatState, id: string, events: readonly RoomEvent[]): ChatState {
  const leaving = events.flatMap((e) => (e.type === 'member-left' && e.deleted ? [e.author] : []));
  const fresh = leaving.filter((user) => !state.deleted.has(user));
  const isFull = state.deleted.size + fresh.length > maxDeleted;
  const deleted = fresh.length === 0 || isFull ? state.deleted : new Set([...state.deleted, ...fresh]);
  // Nearly always nobody has.
  if (deleted.size === 0) return state;
  const isAffected = deleted !== state.deleted || events.some(({ author }) => deleted.has(author));
  if (!isAffected) return state;
  const rooms = Object.values<RoomState>(state.byRoom);
  const changed = rooms
    .filter((room) => deleted !== state.deleted || room.id === id)
    .map((room) => [room, markedRoom(room, deleted)] as const)
    .filter(([before, after]) => before !== after);
  const byRoom: ByRoom =
    changed.length === 0
      ? state.byRoom
      : Object.assign(
          Object.create(null),
          state.byRoom,
          Object.fromEntries(changed.map(([, room]) => [room.id, room])),
        );
  return { ...state, deleted, byRoom };
}
