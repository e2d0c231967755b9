import { limits, type MemberSummary, type RoomEvent, type UserId } from '@securechat/protocol';
import type { ChatState, RoomState } from './model.ts';

/** Presence and typing are sent in small rooms only; names beyond that limit are ignored. */
export function toggled(users: readonly UserId[], user: UserId, on: boolean): readonly UserId[] {
  if (users.includes(user) === on || (on && users.length >= limits.presenceMembers)) return users;
  return on ? [...users, user] : users.filter((u) => u !== user);
}

/** Takes over who is online from a list of members. Large rooms get no `presence` frames that would keep it up to date. */
export function withPresenceOf(room: RoomState, members: readonly MemberSummary[]): RoomState {
  if (room.members > limits.presenceMembers) return room;
  const online = members.reduce((users, member) => toggled(users, member.user, member.online), room.online);
  return online === room.online ? room : { ...room, online };
}

/**
 * Who is online in a room after these events. A user who joins while online is not announced, so their other rooms tell. If not even
 * the user of this client is listed, it is unknown who is online, and nobody is added.
 */
export function onlineAfter(state: ChatState, room: RoomState, events: readonly RoomEvent[]): readonly UserId[] {
  const { me } = state;
  if (me === undefined) return room.online;
  const isDirect = room.kind === 'direct';
  const begins = events.some(
    ({ type, author }) => author === me && (type === 'room-created' || (isDirect && type === 'member-joined')),
  );
  const before = begins ? toggled(room.online, me, true) : room.online;
  if (!before.includes(me)) return before;
  const joined = events.filter(({ type }) => type === 'member-joined').map(({ author }) => author);
  // Who opened a direct room was there before the other.
  if (isDirect && begins) joined.push(...(room.with ?? []));
  if (joined.length === 0) return before;
  const online = new Set(Object.values<RoomState>(state.byRoom).flatMap((other) => other.online));
  return joined.reduce((users, user) => (online.has(user) ? toggled(users, user, true) : users), before);
}

/** The users except some. */
export function without(users: readonly UserId[], some: ReadonlySet<UserId>): readonly UserId[] {
  return users.some((user) => some.has(user)) ? users.filter((user) => !some.has(user)) : users;
}
