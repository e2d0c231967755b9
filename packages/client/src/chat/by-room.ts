import type { RoomId, RoomName } from '@securechat/protocol';
import { emptyTimeline } from '../timeline/project.ts';
import type { ByRoom, RoomState } from './model.ts';

const copy = (byRoom: ByRoom): Record<string, RoomState> => Object.assign(Object.create(null), byRoom);

/** A room of which only the id is known. It is called by its id, which older rooms have as their name. */
export const freshRoom = (id: RoomId): RoomState => ({
  id,
  kind: 'public',
  name: id as string as RoomName,
  topic: '',
  history: 'shared',
  owners: [],
  ...emptyTimeline,
  cursor: 0,
  atStart: false,
  readUpTo: 0,
  readCount: 0,
  members: 0,
  messages: 0,
  countedAt: 0,
  online: [],
  typing: [],
  opened: false,
});

/** No rooms. */
export const noRooms: ByRoom = copy({});

/** These rooms. */
export function byRoomOf(rooms: readonly RoomState[]): ByRoom {
  return copy(Object.fromEntries(rooms.map((room) => [room.id, room])));
}

/** A copy with this room added or replaced. */
export function withEntry(byRoom: ByRoom, room: RoomState): ByRoom {
  const after = copy(byRoom);
  after[room.id] = room;
  return after;
}

/** A copy without a room. */
export function withoutEntry(byRoom: ByRoom, id: RoomId): ByRoom {
  const after = copy(byRoom);
  delete after[id];
  return after;
}
