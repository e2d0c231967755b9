import type { RoomId } from '@securechat/protocol';
import type { ByRoom, RoomState } from './model.ts';

const copy = (byRoom: ByRoom): Record<string, RoomState> => Object.assign(Object.create(null), byRoom);

/** No rooms. */
export const noRooms: ByRoom = copy({});

/** These rooms. */
export function byRoomOf(rooms: readonly RoomState[]): ByRoom {
  return copy(Object.fromEntries(rooms.map((room) => [room.id, room])));
}

/** The same with this room in its place. */
export function withEntry(byRoom: ByRoom, room: RoomState): ByRoom {
  const after = copy(byRoom);
  after[room.id] = room;
  return after;
}

/** The same without a room. */
export function withoutEntry(byRoom: ByRoom, id: RoomId): ByRoom {
  const after = copy(byRoom);
  delete after[id];
  return after;
}
