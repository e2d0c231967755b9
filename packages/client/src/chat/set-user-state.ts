import type { RoomId, StateEntry, StateKind } from '@securechat/protocol';
import { blockedUsers } from '../user-state/blocked.ts';
import { emptyUserState, withEntries } from '../user-state/user-state.ts';
import { byRoomOf } from './by-room.ts';
import { stillPending } from './invitations.ts';
import { withRooms } from './listing.ts';
import { marked } from './marks.ts';
import type { ChatState, RoomState } from './model.ts';
import { without } from './online.ts';

/** The state with these changes of what the user keeps. */
export function setUserState(
  state: ChatState,
  { entries, reset }: { readonly entries: readonly StateEntry[]; readonly reset?: boolean },
): ChatState {
  const userState = withEntries(reset ? emptyUserState : state.userState, entries);
  const read = new Set<string>(entries.flatMap(({ kind, key }) => (kind === 'read' ? [key] : [])));
  const next = withReadMarks({ ...state, userState }, read);
  const changes = (kind: StateKind) => reset === true || entries.some((entry) => entry.kind === kind);
  const quiet = changes('block') ? withoutBlocked(next) : next;
  return changes('block') || changes('hidden') ? withRooms(quiet, quiet.byRoom) : quiet;
}

/** The state with another device's draft of a room, or without one. */
export function setOtherDraft(
  state: ChatState,
  { room, text }: { readonly room: RoomId; readonly text: string | undefined },
): ChatState {
  if (state.otherDrafts.get(room) === text) return state;
  const otherDrafts = new Map(state.otherDrafts);
  if (text === undefined) otherDrafts.delete(room);
  else otherDrafts.set(room, text);
  return { ...state, otherDrafts };
}

function withReadMarks(state: ChatState, rooms: ReadonlySet<string>): ChatState {
  if (rooms.size === 0) return state;
  const all = Object.values<RoomState>(state.byRoom);
  return { ...state, byRoom: byRoomOf(all.map((room) => (rooms.has(room.id) ? marked(room, state.userState) : room))) };
}

/** Blocked people are not shown as typing, and their invitations are gone. */
function withoutBlocked(state: ChatState): ChatState {
  const blocked = new Set(blockedUsers(state));
  const rooms = Object.values<RoomState>(state.byRoom);
  const byRoom = byRoomOf(rooms.map((room) => ({ ...room, typing: without(room.typing, blocked) })));
  return { ...state, byRoom, invitations: stillPending(state.invitations, byRoom, state.userState) };
}
