import type { Profile, RoomEvent, RoomId, RoomSummary, Seq, ServerFrameOf, UserId } from '@securechat/protocol';
import { endsMembershipOf } from '@securechat/protocol';
import type { CachedChat } from '../ports.ts';
import type { PresenceEntry } from '../timeline/entry.ts';
import { emptyTimeline, project, projectOlder, projectStored } from '../timeline/project.ts';
import { isBlocked } from '../user-state/blocked.ts';
import { highlightWords } from '../user-state/highlight-words.ts';
import { emptyUserState } from '../user-state/user-state.ts';
import { byRoomOf, freshRoom, noRooms, withEntry, withoutEntry } from './by-room.ts';
import { withDeleted } from './deleted.ts';
import { described, describedAfter } from './description.ts';
import type { ChatInput } from './input.ts';
import { changeInvitations, stillPending } from './invitations.ts';
import { withListed, withRooms } from './listing.ts';
import { marked, readAt } from './marks.ts';
import { defaultMemory, withinAll, withLines } from './memory.ts';
import type { ChatState, LinkView, RoomState } from './model.ts';
import { onlineAfter, toggled, without, withPresenceOf } from './online.ts';
import { changePending, withOverlays } from './pending.ts';
import { noPeople, profileOf, withProfiles } from './people.ts';
import { setOtherDraft, setUserState } from './set-user-state.ts';
/** The initial state. */
export const emptyState: ChatState = {
  link: { status: 'offline' },
  roundTripMs: undefined,
  me: undefined,
  people: noPeople,
  hidden: false,
  deleted: new Set(),
  memory: defaultMemory,
  invitations: [],
  rooms: [],
  byRoom: noRooms,
  pending: [],
  lastSync: undefined,
  userState: emptyUserState,
  otherDrafts: new Map(),
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
      return setRooms(state, input.rooms);
    case 'room':
      return setRoom(state, input.room);
    case 'events':
      return bounded(withDeleted(addEvents(state, input), input.room, input.events));
    case 'older':
      return bounded(
        withDeleted(
          change(state, input.room, (room) => addOlder(state, room, input)),
          input.room,
          input.events,
        ),
      );
    case 'room-deleted':
      return withoutRoom(state, input.room);
    case 'presence':
      return bounded(addPresence(state, input.room, input.entry));
    case 'members':
      return withPeople(
        change(state, input.room, (room) => withPresenceOf(room, input.members)),
        input.members.map(profileOf),
      );
    case 'profile':
      return withPeople(state, [input.profile], input.hidden);
    case 'typing':
      return change(state, input.room, (room) => ({
        ...room,
        typing: toggled(room.typing, input.user, input.on && !isBlocked(state, input.user)),
      }));
    case 'invitations':
    case 'invited':
    case 'invitation-ended':
      return {
        ...state,
        invitations: stillPending(changeInvitations(state.invitations, input), state.byRoom, state.userState),
      };
    case 'user-state':
      return setUserState(state, input);
    case 'other-draft':
      return setOtherDraft(state, input);
    case 'synced':
      return { ...state, lastSync: syncOf(input) };
    case 'cached':
      return bounded(
        input.chat.rooms.reduce(
          (next, { id, events }) => withDeleted(next, id, events),
          cachedState(state, input.chat),
        ),
      );
    default:
      return setPending(state, changePending(state.pending, input));
  }
}

/** The state with these unconfirmed changes. Those of messages are shown in them. */
function setPending(state: ChatState, pending: ChatState['pending']): ChatState {
  const changes = [...state.pending, ...pending].filter((each) => each.changes !== undefined);
  const rooms = new Set(changes.map(({ room }) => room));
  return [...rooms].reduce((next, id) => change(next, id, (room) => overlaid(room, pending)), { ...state, pending });
}

/** The room with the unconfirmed changes of its messages. */
function overlaid(room: RoomState, pending: ChatState['pending']): RoomState {
  const own = pending.filter((each) => each.room === room.id);
  const lines = withOverlays(room, own);
  return lines === room ? room : { ...room, ...lines };
}

function withPeople(state: ChatState, profiles: readonly Profile[], hidden = state.hidden): ChatState {
  const people = withProfiles(state.people, profiles);
  return people === state.people && hidden === state.hidden ? state : { ...state, people, hidden };
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
  const states = rooms.map(({ events, ...room }) =>
    marked(
      { ...freshRoom(room.id), ...room, countedAt: room.cursor, ...projectStored(room.kind, events) },
      state.userState,
    ),
  );
  return withRooms({ ...state, me: user }, byRoomOf(states));
}

function change(state: ChatState, id: RoomId, how: (room: RoomState) => RoomState): ChatState {
  const before = state.byRoom[id];
  if (!before) return state;
  const after = how(before);
  return after === before ? state : { ...state, byRoom: withEntry(state.byRoom, after) };
}

function withoutRoom(state: ChatState, id: RoomId): ChatState {
  return { ...state, rooms: state.rooms.filter((room) => room !== id), byRoom: withoutEntry(state.byRoom, id) };
}

/** The reply to joining or creating a room may come before its first events. The room is one of the user's from then on. */
function setRoom(state: ChatState, { id, head: asOf, joined, ...description }: RoomSummary): ChatState {
  const known = state.byRoom[id];
  if (!known && !joined) return state;
  const isOld = known !== undefined && asOf < known.countedAt;
  if (isOld && known.opened) return state;
  // The server may have counted messages that are still on their way.
  const messages = known && known.cursor > 0 ? known.messages : description.messages;
  const room = isOld ? known : described(known ?? freshRoom(id), { ...description, messages, asOf });
  return withListed(state, marked({ ...room, opened: true }, state.userState));
}

function setRooms(state: ChatState, rooms: ServerFrameOf<'synced'>['rooms']): ChatState {
  const words = highlightWords(state.userState.highlight);
  const states = rooms.map(({ id, head: asOf, joined: _, online, mentions: count = 0, ...description }) => {
    const known = state.byRoom[id];
    // The server may have counted messages that are still on their way.
    const messages = known && known.cursor > 0 ? known.messages : description.messages;
    const room = described(known ?? freshRoom(id), { ...description, messages, asOf });
    const now = marked({ ...room, online }, state.userState);
    return { ...now, mentionsAtSync: { count, readUpTo: now.readUpTo, asOf, words } };
  });
  return withRooms(state, byRoomOf(states));
}

function addEvents(state: ChatState, input: Extract<ChatInput, { kind: 'events' }>): ChatState {
  const { room: id, events, header } = input;
  const last = events.at(-1);
  const answered = withoutAnswered(state, events);
  if (last && state.me !== undefined && endsMembershipOf(last) === state.me) return withoutRoom(answered, id);
  const known = state.byRoom[id] ?? freshRoom(id);
  return withListed(answered, roomAfter(state, header ? described(known, header) : known, input));
}

/** The room after these events. */
function roomAfter(
  state: ChatState,
  room: RoomState,
  { jump, after, events }: Extract<ChatInput, { kind: 'events' }>,
): RoomState {
  const begun = jump === 'new' || jump === 'restored';
  const earlier = begun ? emptyTimeline : room;
  const { whole, ...lines } = project(earlier, { kind: room.kind, events }, state.memory);
  const gone = new Set(events.flatMap((e) => endsMembershipOf(e) ?? []));
  // An author has stopped typing, and so has somebody who left.
  const quiet = new Set([...events.map((e) => e.author), ...gone]);
  // What was said before the user joined, or while the user was away from the room, is nothing that was missed.
  const begins = begun || (jump === 'rejoined' && room.readUpTo < after);
  const from = Math.max(begins ? after : room.readUpTo, lastJoin(events, state.me));
  const read = from === room.readUpTo && !begun ? room : readAt(room, events, from);
  const next = {
    ...room,
    ...describedAfter(room, events, state.me),
    ...lines,
    cursor: events.at(-1)?.seq ?? (jump ? after : room.cursor),
    atStart: (begun ? after === 0 : room.atStart) && whole,
    readUpTo: read.readUpTo,
    readCount: read.readCount,
    online: without(onlineAfter(state, room, events), gone),
    typing: without(room.typing, quiet),
  };
  // After a return to the room, what happened in between counts as read.
  return begun ? marked(next, state.userState) : next;
}

/** The seq of the user's last join among these events; 0 if there is none. */
function lastJoin(events: readonly RoomEvent[], me: UserId | undefined): Seq {
  return [...events].reverse().find(({ type, author }) => type === 'member-joined' && author === me)?.seq ?? 0;
}

/** Removes messages from `pending` that have arrived as events, whether or not their acks have. */
function withoutAnswered(state: ChatState, events: readonly RoomEvent[]): ChatState {
  const mine = new Set(events.filter((e) => e.author === state.me).map((e) => e.id));
  const pending = state.pending.filter((m) => !mine.has(m.id));
  return pending.length === state.pending.length ? state : setPending(state, pending);
}

/** If the oldest entries were dropped or the room was reset during the request, the page is ignored. */
function addOlder(
  { memory, pending }: ChatState,
  room: RoomState,
  { before, events, atStart }: Extract<ChatInput, { kind: 'older' }>,
): RoomState {
  const lines = projectOlder(room, { before, events }, memory);
  return lines ? overlaid({ ...room, ...lines, atStart }, pending) : room;
}

function addPresence(state: ChatState, id: RoomId, entry: PresenceEntry): ChatState {
  return change(state, id, (room) => ({
    ...room,
    online: toggled(room.online, entry.user, entry.online),
    typing: toggled(room.typing, entry.user, false),
    ...withLines(room, [entry], state.memory),
  }));
}
