import type { RoomId } from '@securechat/protocol';
import { isStarred } from '../user-state/stars.ts';
import type { ChatState, RoomState } from './model.ts';
import { roomOf, shownRooms } from './selectors.ts';
import { attentionOf } from './unread.ts';

/** The order of rooms within a section: by name, the newest message first, or unread rooms first. */
export type RoomSort = 'name' | 'recent' | 'unread';

/** A part of the room list: starred rooms, other rooms, and direct rooms. */
export type RoomSection = {
  readonly kind: 'favourites' | 'rooms' | 'direct';
  readonly rooms: readonly RoomId[];
};

/** The last message or other event of a room, in milliseconds; 0 if none is loaded. */
function lastAt({ timeline }: RoomState): number {
  for (let i = timeline.length - 1; i >= 0; i--) {
    const entry = timeline.at(i);
    if (entry && entry.kind !== 'presence') return entry.at;
  }
  return 0;
}

/** A smaller number comes first; rooms of the same number stay in the order of their names. */
const rankBy: Record<RoomSort, (state: ChatState, room: RoomId) => number> = {
  name: () => 0,
  recent: (state, room) => -lastAt(roomOf(state, room)),
  unread: (state, room) => {
    const { unread, mentions } = attentionOf(state, room);
    return mentions > 0 ? 0 : unread > 0 ? 1 : 2;
  },
};

function sectionsOf(state: ChatState, sort: RoomSort): readonly RoomSection[] {
  const ranks = new Map(shownRooms(state).map((room) => [room, rankBy[sort](state, room)]));
  const rooms = [...ranks.keys()].sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
  const kindOf = (room: RoomId): RoomSection['kind'] => {
    if (isStarred(state, room)) return 'favourites';
    return roomOf(state, room).kind === 'direct' ? 'direct' : 'rooms';
  };
  return (['favourites', 'rooms', 'direct'] as const)
    .map((kind) => ({ kind, rooms: rooms.filter((room) => kindOf(room) === kind) }))
    .filter((section) => section.rooms.length > 0);
}

/** The rooms to list, those with the newest messages first, whatever their section. */
export function recentRooms(state: ChatState): readonly RoomId[] {
  const at = new Map(shownRooms(state).map((room) => [room, rankBy.recent(state, room)]));
  return [...at.keys()].sort((a, b) => (at.get(a) ?? 0) - (at.get(b) ?? 0));
}

/** A cache by state: a list is drawn and stepped through many times between two changes. */
const sorted = new WeakMap<ChatState, Map<RoomSort, readonly RoomSection[]>>();

/** The rooms to list, in sections; empty sections are left out. */
export function roomSections(state: ChatState, sort: RoomSort = 'name'): readonly RoomSection[] {
  const known = sorted.get(state) ?? new Map<RoomSort, readonly RoomSection[]>();
  const sections = known.get(sort) ?? sectionsOf(state, sort);
  sorted.set(state, known.set(sort, sections));
  return sections;
}

/** The rooms to list, in the order of their sections. */
export function roomsInOrder(state: ChatState, sort?: RoomSort): readonly RoomId[] {
  return roomSections(state, sort).flatMap(({ rooms }) => rooms);
}
