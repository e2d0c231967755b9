import { generalRoom, type RoomId } from '@securechat/protocol';
import { roomHandle } from '../present/room-label.ts';
import { withEntry } from './by-room.ts';
import { stillPending } from './invitations.ts';
import type { ByRoom, ChatState, RoomState } from './model.ts';
import { isListed } from './selectors.ts';

const rank = ({ id, kind }: RoomState) => (id === generalRoom ? 0 : kind === 'direct' ? 2 : 1);

/** The order to show: #general, the other rooms by name, direct rooms by name. */
function byPlace(a: RoomState, b: RoomState): number {
  const [one, other] = [roomHandle(a), roomHandle(b)];
  return rank(a) - rank(b) || (one < other ? -1 : one > other ? 1 : a.id < b.id ? -1 : 1);
}

/** The state with these rooms, in the order to show. */
export function withRooms(state: ChatState, byRoom: ByRoom): ChatState {
  const rooms = Object.values<RoomState>(byRoom).filter((room) => isListed(room, state.userState));
  const ids = rooms.sort(byPlace).map(({ id }) => id);
  const isSame = ids.length === state.rooms.length && ids.every((id, i) => id === state.rooms[i]);
  const invitations = stillPending(state.invitations, byRoom, state.userState);
  return { ...state, rooms: isSame ? state.rooms : ids, byRoom, invitations };
}

/** The state with this room added or replaced, at its place in the list. Sorts nothing: hundreds may arrive one by one. */
export function withListed(state: ChatState, room: RoomState): ChatState {
  const before = state.byRoom[room.id];
  const byRoom = withEntry(state.byRoom, room);
  const listed = (one: RoomState | undefined) => one !== undefined && isListed(one, state.userState);
  const isMoved =
    !before ||
    listed(before) !== listed(room) ||
    rank(before) !== rank(room) ||
    roomHandle(before) !== roomHandle(room);
  const rooms = isMoved ? placed(state.rooms, byRoom, room, listed(room)) : state.rooms;
  const invitations = before ? state.invitations : stillPending(state.invitations, byRoom, state.userState);
  return { ...state, rooms, byRoom, invitations };
}

function placed(rooms: readonly RoomId[], byRoom: ByRoom, room: RoomState, isShown: boolean): readonly RoomId[] {
  const others = rooms.includes(room.id) ? rooms.filter((id) => id !== room.id) : rooms;
  if (!isShown) return others;
  let [from, to] = [0, others.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const other = byRoom[others[middle] as RoomId];
    if (other && byPlace(other, room) < 0) from = middle + 1;
    else to = middle;
  }
  return [...others.slice(0, from), room.id, ...others.slice(from)];
}
