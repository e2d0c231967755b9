import {
  endsMembershipOf,
  limits,
  type MemberRole,
  type RoomDescription,
  type RoomEvent,
  type RoomHeader,
  roomDescription,
  type UserId,
} from '@securechat/protocol';
import type { RoomState } from './model.ts';

const keys: ReadonlySet<string> = new Set(Object.keys(roomDescription.entries));

/** What describes the room among everything that is known of it. */
export function descriptionOf(room: Readonly<RoomDescription>): RoomDescription {
  const described = Object.entries(room).filter(([key, value]) => keys.has(key) && value !== undefined);
  // The keys are those of a description, and so are the values.
  return Object.fromEntries(described) as RoomDescription;
}

/** The room with this description instead of the one that it had: what the new one leaves out, it no longer has. */
export function described(room: RoomState, { asOf: countedAt, ...description }: RoomHeader): RoomState {
  const others = Object.fromEntries(Object.entries(room).filter(([key]) => !keys.has(key)));
  // Beside its description nothing is optional in a room's state.
  return { ...(others as Omit<RoomState, keyof RoomDescription>), ...description, countedAt };
}

type Described = Pick<
  RoomState,
  | 'kind'
  | 'name'
  | 'with'
  | 'topic'
  | 'history'
  | 'inviters'
  | 'owners'
  | 'role'
  | 'members'
  | 'messages'
  | 'archived'
  | 'countedAt'
>;

/** Whom a room without a name is with after an event. */
function peopleAfter(
  people: readonly UserId[] | undefined,
  event: RoomEvent,
  me: UserId | undefined,
): UserId[] | undefined {
  const gone = endsMembershipOf(event);
  const come = event.type === 'member-joined' && event.author !== me ? [event.author] : [];
  const others = people?.filter((user) => user !== gone && !come.includes(user));
  return others && [...others, ...come].sort().slice(0, limits.titlePeople);
}

/**
 * The description of a room, as `me` sees it, after these events. Those up to `countedAt` are part of it already, except that `messages` is
 * the number of the messages up to the cursor: each has its number.
 */
export function describedAfter(before: Described, events: readonly RoomEvent[], me: UserId | undefined): Described {
  let { name, with: people, topic, history, inviters, owners, role, members, messages, archived } = before;
  const setRole = (user: UserId, to: MemberRole | undefined) => {
    if (user === me) role = to;
    owners = [...owners.filter((owner) => owner !== user), ...(to === 'owner' ? [user] : [])].sort();
  };
  for (const event of events) {
    if (event.type === 'message') messages = event.n;
    if (event.seq <= before.countedAt) continue;
    const gone = endsMembershipOf(event);
    // A direct room is with the same person for ever.
    if (before.kind !== 'direct') people = peopleAfter(people, event, me);
    if (event.type === 'member-joined') setRole(event.author, event.role ?? 'member');
    else if (gone !== undefined) setRole(gone, undefined);
    else if (event.type === 'role') setRole(event.user, event.role);
    // Nobody can answer whoever is left alone in a direct room.
    if (gone !== undefined && gone !== me && before.kind === 'direct') role = 'reader';
    members += event.type === 'member-joined' ? 1 : gone === undefined ? 0 : -1;
    if (event.type === 'topic' || event.type === 'room-created') topic = event.topic;
    else if (event.type === 'room-renamed') name = event.name;
    else if (event.type === 'room-archived') archived = event.on || undefined;
    else if (event.type === 'room-policy') {
      if (event.inviters !== undefined) inviters = event.inviters === 'moderators' ? event.inviters : undefined;
      history = event.history ?? history;
    }
  }
  const countedAt = Math.max(before.countedAt, events.at(-1)?.seq ?? 0);
  const numbers = { members: Math.max(0, members), messages, countedAt };
  const described = { kind: before.kind, archived, topic, history, inviters, owners, ...numbers };
  const title = name === undefined ? { with: people } : { name };
  return { ...described, ...title, ...(role && { role }) };
}
