import type {
  EventId,
  MemberSummary,
  RoomEvent,
  RoomHeader,
  RoomId,
  RoomSummary,
  Seq,
  ServerFrameOf,
  UserId,
} from '@securechat/protocol';
import { endsMembershipOf, generalRoom, limits } from '@securechat/protocol';
import type { CachedChat } from '../ports.ts';
import type { PresenceEntry } from '../timeline/entry.ts';
import { emptyTimeline, project, projectOlder, projectStored } from '../timeline/project.ts';
import { byRoomOf, freshRoom, noRooms, withEntry, withoutEntry } from './by-room.ts';
import { describedAfter } from './description.ts';
import { defaultMemory, withinAll, withLines } from './memory.ts';
import type { ByRoom, ChatState, LinkView, PendingMessage, RoomState, SyncSummary } from './model.ts';

/** Events that change the state. */
export type ChatInput =
  | { readonly kind: 'link'; readonly link: LinkView }
  | { readonly kind: 'round-trip'; readonly ms: number }
  | { readonly kind: 'me'; readonly me: UserId | undefined }
  /** All rooms of the user at the end of a catch-up; `first` if nothing was shown before. */
  | { readonly kind: 'rooms'; readonly rooms: ServerFrameOf<'synced'>['rooms']; readonly first: boolean }
  | { readonly kind: 'room'; readonly room: RoomSummary }
  | {
      readonly kind: 'events';
      readonly room: RoomId;
      readonly jump: ServerFrameOf<'events'>['jump'];
      readonly after: Seq;
      readonly events: readonly RoomEvent[];
      /** Set if the batch starts the room. */
      readonly header?: RoomHeader | undefined;
    }
  /** The events before the one at `before`. */
  | {
      readonly kind: 'older';
      readonly room: RoomId;
      readonly before: Seq;
      readonly events: readonly RoomEvent[];
      readonly atStart: boolean;
    }
  | { readonly kind: 'presence'; readonly room: RoomId; readonly entry: PresenceEntry }
  /** Members of a room, as the server lists them. */
  | { readonly kind: 'members'; readonly room: RoomId; readonly members: readonly MemberSummary[] }
  | { readonly kind: 'typing'; readonly room: RoomId; readonly user: UserId; readonly on: boolean }
  | { readonly kind: 'pending'; readonly message: PendingMessage }
  | { readonly kind: 'answered'; readonly id: EventId; readonly refused: string | undefined }
  | { readonly kind: 'retried'; readonly id: EventId }
  | { readonly kind: 'discarded'; readonly id: EventId }
  | { readonly kind: 'read'; readonly room: RoomId }
  /** The cached history of earlier runs. */
  | { readonly kind: 'cached'; readonly chat: CachedChat }
  | ({ readonly kind: 'synced' } & SyncSummary);

/** The initial state. */
export const emptyState: ChatState = {
  link: { status: 'offline' },
  roundTripMs: undefined,
  me: undefined,
  memory: defaultMemory,
  rooms: [],
  byRoom: noRooms,
  pending: [],
  lastSync: undefined,
};

/** The next state; unchanged parts keep their identity. */
export function reduce(state: ChatState, input: ChatInput): ChatState {
  switch (input.kind) {
    case 'link':
      return setLink(state, input.link);
    case 'round-trip': {
      const roundTripMs = Math.round(input.ms);
      return roundTripMs === state.roundTripMs ? state : { ...state, roundTripMs };
    }
    case 'me':
      return { ...state, me: input.me };
    case 'rooms':
      return setRooms(state, input.rooms, input.first);
    case 'room':
      return setRoom(state, input.room);
    case 'events':
      return bounded(addEvents(state, input));
    case 'older':
      return bounded(change(state, input.room, (room) => addOlder(state, room, input)));
    case 'presence':
      return bounded(addPresence(state, input.room, input.entry));
    case 'members':
      return change(state, input.room, (room) => withPresenceOf(room, input.members));
    case 'typing':
      return change(state, input.room, (room) => ({ ...room, typing: toggled(room.typing, input.user, input.on) }));
    case 'read':
      return change(state, input.room, (room) =>
        room.readUpTo === room.cursor ? room : { ...room, readUpTo: room.cursor },
      );
    case 'synced':
      return { ...state, lastSync: syncOf(input) };
    case 'cached':
      return bounded(cachedState(state, input.chat));
    default:
      return { ...state, pending: changePending(state.pending, input) };
  }
}

function bounded(state: ChatState): ChatState {
  const byRoom = withinAll(state.byRoom, state.memory);
  return byRoom === state.byRoom ? state : { ...state, byRoom };
}

function setLink(state: ChatState, link: LinkView): ChatState {
  const connected = link.status === 'online' || link.status === 'greeting';
  return { ...state, link, roundTripMs: connected ? state.roundTripMs : undefined };
}

function syncOf({ kind: _, ...sync }: Extract<ChatInput, { kind: 'synced' }>): ChatState['lastSync'] {
  return sync;
}

function cachedState(state: ChatState, { user, rooms }: CachedChat): ChatState {
  const states = rooms.map(({ events, ...room }) => ({
    ...freshRoom(room.id),
    ...room,
    countedAt: room.cursor,
    ...projectStored(events),
  }));
  return withRooms({ ...state, me: user }, byRoomOf(states));
}

type PendingInput = Extract<ChatInput, { kind: 'pending' | 'answered' | 'retried' | 'discarded' }>;

function changePending(pending: readonly PendingMessage[], input: PendingInput): readonly PendingMessage[] {
  switch (input.kind) {
    case 'pending':
      return [...pending, input.message];
    case 'answered': {
      const { id, refused } = input;
      if (refused !== undefined) return pending.map((m) => (m.id === id ? { ...m, refused } : m));
      return pending.filter((m) => m.id !== id);
    }
    case 'retried': {
      const again = pending.find((m) => m.id === input.id);
      if (!again) return pending;
      const { refused: _, ...message } = again;
      return [...pending.filter((m) => m.id !== input.id), message];
    }
    default:
      return pending.filter((m) => m.id !== input.id);
  }
}

/** Presence and typing are sent in small rooms only; names beyond that limit are ignored. */
function toggled(users: readonly UserId[], user: UserId, on: boolean): readonly UserId[] {
  if (users.includes(user) === on || (on && users.length >= limits.presenceMembers)) return users;
  return on ? [...users, user] : users.filter((u) => u !== user);
}

/** Takes over who is online from a list of members. Large rooms get no `presence` frames that would keep it up to date. */
function withPresenceOf(room: RoomState, members: readonly MemberSummary[]): RoomState {
  if (room.members > limits.presenceMembers) return room;
  const online = members.reduce((users, member) => toggled(users, member.user, member.online), room.online);
  return online === room.online ? room : { ...room, online };
}

/**
 * Who is online in a room after these events. A user who joins while online is not announced, so their other rooms tell. If not even
 * the user of this client is listed, it is unknown who is online, and nobody is added.
 */
function onlineAfter(state: ChatState, room: RoomState, events: readonly RoomEvent[]): readonly UserId[] {
  const { me } = state;
  if (me === undefined) return room.online;
  const created = events.some((e) => e.type === 'made' && e.author === me);
  const before = created ? toggled(room.online, me, true) : room.online;
  if (!before.includes(me)) return before;
  const joined = events.filter(({ type }) => type === 'joined');
  if (joined.length === 0) return before;
  const online = new Set(Object.values<RoomState>(state.byRoom).flatMap((other) => other.online));
  return joined.reduce((users, { author }) => (online.has(author) ? toggled(users, author, true) : users), before);
}

function without(users: readonly UserId[], some: ReadonlySet<UserId>): readonly UserId[] {
  return users.some((user) => some.has(user)) ? users.filter((user) => !some.has(user)) : users;
}

function described(room: RoomState, { asOf: countedAt, ...description }: RoomHeader): RoomState {
  return { ...room, ...description, countedAt };
}

function change(state: ChatState, id: RoomId, how: (room: RoomState) => RoomState): ChatState {
  const before = state.byRoom[id];
  if (!before) return state;
  const after = how(before);
  return after === before ? state : { ...state, byRoom: withEntry(state.byRoom, after) };
}

/** The state with these rooms, in the order to show. */
function withRooms(state: ChatState, byRoom: ByRoom): ChatState {
  const rank = ({ id }: RoomState) => (id === generalRoom ? 0 : 1);
  const rooms = Object.values<RoomState>(byRoom);
  rooms.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  const ids = rooms.map(({ id }) => id);
  const isSame = ids.length === state.rooms.length && ids.every((id, i) => id === state.rooms[i]);
  return { ...state, rooms: isSame ? state.rooms : ids, byRoom };
}

function withRoom(state: ChatState, id: RoomId, header?: RoomHeader): ChatState {
  const before = state.byRoom[id];
  if (before && !header) return state;
  const room = before ?? freshRoom(id);
  return withRooms(state, withEntry(state.byRoom, header ? described(room, header) : room));
}

function withoutRoom(state: ChatState, id: RoomId): ChatState {
  return { ...state, rooms: state.rooms.filter((room) => room !== id), byRoom: withoutEntry(state.byRoom, id) };
}

/** The reply to joining or creating a room may come before its first events. The room is one of the user's from then on. */
function setRoom(state: ChatState, { id, head: asOf, joined, ...description }: RoomSummary): ChatState {
  const known = state.byRoom[id];
  if (known ? asOf < known.countedAt : !joined) return state;
  return withRooms(state, withEntry(state.byRoom, described(known ?? freshRoom(id), { ...description, asOf })));
}

function setRooms(state: ChatState, rooms: ServerFrameOf<'synced'>['rooms'], first: boolean): ChatState {
  const states = rooms.map(({ id, head: asOf, joined: _, online, ...description }) => {
    const room = described(state.byRoom[id] ?? freshRoom(id), { ...description, asOf });
    return { ...room, online, readUpTo: first ? room.cursor : room.readUpTo };
  });
  return withRooms(state, byRoomOf(states));
}

function addEvents(state: ChatState, input: Extract<ChatInput, { kind: 'events' }>): ChatState {
  const { room: id, jump, after, events, header } = input;
  const last = events.at(-1);
  if (last && state.me !== undefined && endsMembershipOf(last) === state.me) {
    return withoutRoom(withoutAnswered(state, events), id);
  }
  const next = change(withoutAnswered(withRoom(state, id, header), events), id, (room) => {
    const begun = jump === 'new' || jump === 'restored';
    const earlier = begun ? emptyTimeline : room;
    const lines = project(earlier, events, state.memory);
    const gone = new Set(events.flatMap((e) => endsMembershipOf(e) ?? []));
    // An author has stopped typing, and so has somebody who left.
    const quiet = new Set([...events.map((e) => e.author), ...gone]);
    return {
      ...room,
      ...describedAfter(room, events),
      ...lines,
      cursor: events.at(-1)?.seq ?? (jump ? after : room.cursor),
      atStart:
        (begun ? after === 0 : room.atStart) && lines.timeline.length === earlier.timeline.length + events.length,
      readUpTo: begun ? after : room.readUpTo,
      online: without(onlineAfter(state, room, events), gone),
      typing: without(room.typing, quiet),
    };
  });
  // The list is sorted by name.
  return events.some(({ type }) => type === 'room-renamed') ? withRooms(next, next.byRoom) : next;
}

/** Removes messages from `pending` that have arrived as events, whether or not their acks have. */
function withoutAnswered(state: ChatState, events: readonly RoomEvent[]): ChatState {
  const mine = new Set(events.filter((e) => e.author === state.me).map((e) => e.id));
  const pending = state.pending.filter((m) => !mine.has(m.id));
  return pending.length === state.pending.length ? state : { ...state, pending };
}

/** If the oldest entries were dropped or the room was reset during the request, the page is ignored. */
function addOlder(
  { memory }: ChatState,
  room: RoomState,
  { before, events, atStart }: Extract<ChatInput, { kind: 'older' }>,
): RoomState {
  const lines = projectOlder(room, { before, events }, memory);
  return lines ? { ...room, ...lines, atStart } : room;
}

function addPresence(state: ChatState, id: RoomId, entry: PresenceEntry): ChatState {
  return change(state, id, (room) => ({
    ...room,
    online: toggled(room.online, entry.user, entry.online),
    typing: toggled(room.typing, entry.user, false),
    ...withLines(room, [entry], state.memory),
  }));
}
