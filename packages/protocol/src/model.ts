import * as v from 'valibot';
import { readBody } from './body.ts';
import { eventId, momentMs, roomId, roomName, seq, type UserId, userId } from './ids.ts';
import { limits } from './limits.ts';
import { profileFields } from './people.ts';

/** What every event has: its room, its position there, its id, its author, and when the server accepted it. */
const base = { room: roomId, seq, id: eventId, author: userId, at: momentMs };

/**
 * A message; `n` is its number among the messages of its room, from 1. `everybody`: it mentions all members with `@room`, or with `@here` those
 * who were connected, because its author was a moderator or an owner.
 */
export const messageEvent = v.object({
  ...base,
  type: v.literal('message'),
  n: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  body: readBody,
  everybody: v.optional(v.picklist(['room', 'here'])),
});
/** The author changed the text of their message at `target` to this body, which is `deleted` if the message was deleted since. */
export const messageEditedEvent = v.object({ ...base, type: v.literal('message-edited'), target: seq, body: readBody });
/** The author deleted the message at `target`, which was their own, or somebody's in a room that they moderate. */
export const messageDeletedEvent = v.object({
  ...base,
  type: v.literal('message-deleted'),
  target: seq,
  reason: v.optional(v.pipe(v.string(), v.maxLength(limits.reason))),
});
/** What a member may do: an owner everything, a moderator what keeps order, a reader only read. */
export const memberRole = v.picklist(['owner', 'moderator', 'member', 'reader']);
export type MemberRole = v.InferOutput<typeof memberRole>;

/**
 * The author became a member of the room, with this role if it is another than `member`: by joining or, if `by` is there, because that user
 * added or invited them.
 */
export const memberJoinedEvent = v.object({
  ...base,
  type: v.literal('member-joined'),
  role: v.optional(memberRole),
  by: v.optional(userId),
});
/** The author left the room; `deleted`: because they deleted their account. */
export const memberLeftEvent = v.object({
  ...base,
  type: v.literal('member-left'),
  deleted: v.optional(v.literal(true)),
});
const reason = v.optional(v.pipe(v.string(), v.maxLength(limits.reason)));
/** The author removed `user`. It is the last event of this membership that `user` gets. */
export const memberRemovedEvent = v.object({ ...base, type: v.literal('member-removed'), user: userId, reason });
/**
 * The author banned `user`, who cannot join before `untilMs`, or never. It ends the membership of `user` like `member-removed`, unless
 * they were `absent`: not a member.
 */
export const memberBannedEvent = v.object({
  ...base,
  type: v.literal('member-banned'),
  user: userId,
  untilMs: v.optional(momentMs),
  reason,
  absent: v.optional(v.literal(true)),
});
/** The author lifted the ban of `user`, who may join again. */
export const memberUnbannedEvent = v.object({ ...base, type: v.literal('member-unbanned'), user: userId });
/** The author gave the member `user` another role. If an owner is disabled, the next one takes over and is the author. */
export const roleEvent = v.object({ ...base, type: v.literal('role'), user: userId, role: memberRole });
/**
 * Who can find and join a room. `public`: listed, and anyone may join. `private`: only those who are invited know of it. `direct`: between
 * two people, or notes to oneself.
 */
export const roomKind = v.picklist(['public', 'private', 'direct']);
export type RoomKind = v.InferOutput<typeof roomKind>;

/**
 * What newcomers can read of a room. `shared`: also what was said before they joined, as far back as the history was shared at that time.
 * `joined`: nothing from before they joined.
 */
export const roomHistory = v.picklist(['shared', 'joined']);
export type RoomHistory = v.InferOutput<typeof roomHistory>;

/** Who may invite to a room: all `members` but readers, or only its `moderators` and owners. */
export const roomInviters = v.picklist(['members', 'moderators']);
export type RoomInviters = v.InferOutput<typeof roomInviters>;

/** The author created the room; always its first event. Rooms from before version 2 have only a `topic` here. */
export const roomCreatedEvent = v.object({
  ...base,
  type: v.literal('room-created'),
  kind: v.optional(roomKind),
  name: v.optional(roomName),
  topic: v.pipe(v.string(), v.maxLength(limits.topic)),
  history: v.optional(roomHistory),
});

/** The author changed the topic of the room; an empty one is none. */
export const topicEvent = v.object({
  ...base,
  type: v.literal('topic'),
  topic: v.pipe(v.string(), v.maxLength(limits.topic)),
});
/** The author gave the room another name. */
export const roomRenamedEvent = v.object({ ...base, type: v.literal('room-renamed'), name: roomName });
/** The author archived the room, which can only be read from then on, or ended that. */
export const roomArchivedEvent = v.object({ ...base, type: v.literal('room-archived'), on: v.boolean() });
/**
 * The author changed who may invite to the room, what newcomers can read of it, or both. A history that is shared again is shared from this
 * event on.
 */
export const roomPolicyEvent = v.object({
  ...base,
  type: v.literal('room-policy'),
  inviters: v.optional(roomInviters),
  history: v.optional(roomHistory),
});

/** The types that this version can read; defined only here. */
const knownEvent = v.variant('type', [
  messageEvent,
  messageEditedEvent,
  messageDeletedEvent,
  memberJoinedEvent,
  memberLeftEvent,
  memberRemovedEvent,
  memberBannedEvent,
  memberUnbannedEvent,
  roleEvent,
  roomCreatedEvent,
  topicEvent,
  roomRenamedEvent,
  roomArchivedEvent,
  roomPolicyEvent,
]);
const knownTypes = new Set<string>(knownEvent.options.map(({ entries }) => entries.type.literal));

/** An event from a newer version keeps its position; a malformed event of a known type is refused. */
const newerEvent = v.pipe(
  v.looseObject({
    ...base,
    type: v.pipe(
      v.string(),
      v.maxLength(32),
      v.check((type) => !knownTypes.has(type), 'malformed event of a known type'),
    ),
  }),
  v.transform((event) => {
    const { room, seq, id, author, at, type: of } = event;
    return { room, seq, id, author, at, type: 'unknown' as const, of, json: JSON.stringify(event) };
  }),
);

/**
 * An event of a room: stored, numbered, and the same for every member (G3, G6). An event of a type that this version does not know is
 * `unknown`, with the whole event in `json`: see `readBody`.
 */
export const roomEvent = v.union([knownEvent, newerEvent]);
export type RoomEvent = v.InferOutput<typeof roomEvent>;
export type MessageEvent = v.InferOutput<typeof messageEvent>;

/** An event as it is sent on the wire: what this version cannot read is passed on as it arrived. */
export function toWire(event: RoomEvent): unknown {
  if (event.type === 'unknown') return JSON.parse(event.json);
  if ((event.type !== 'message' && event.type !== 'message-edited') || event.body.kind !== 'unknown') return event;
  return { ...event, body: JSON.parse(event.body.json) };
}

/**
 * How a message differs from the event that began it: `rev` is the seq of the last event that changed it, `edited` when its text was changed
 * last. A message that never changed has none, and its own seq as `rev`. A reader applies a later change only if it has a higher seq.
 */
export const messageState = v.object({
  seq,
  rev: seq,
  edited: v.optional(momentMs),
  deleted: v.optional(
    v.object({ by: userId, at: momentMs, reason: v.optional(v.pipe(v.string(), v.maxLength(limits.reason))) }),
  ),
});
export type MessageState = v.InferOutput<typeof messageState>;

/**
 * Reads a stored event again: one that an earlier version could not read may be readable for this one. If it still cannot be read, or is
 * malformed, it stays unknown.
 */
export function rereadEvent(stored: RoomEvent): RoomEvent {
  const wire = toWire(stored);
  if (wire === stored) return stored;
  const read = v.safeParse(roomEvent, wire);
  return read.success ? read.output : stored;
}

/** The user whose membership the event ends: it is the last event of the room that this user gets. */
export function endsMembershipOf(event: RoomEvent): UserId | undefined {
  if (event.type === 'member-left') return event.author;
  if (event.type === 'member-removed') return event.user;
  return event.type === 'member-banned' && !event.absent ? event.user : undefined;
}

/** What describes a room, as members and others see it. */
const description = {
  kind: roomKind,
  /** Its name as it is now. A private room may have none, and a direct room never has one. */
  name: v.optional(roomName),
  /**
   * Whom a room without a name is with, as the reader sees it: other members, at most `titlePeople` of them; the reader in a direct room
   * for notes to oneself.
   */
  with: v.optional(v.pipe(v.array(userId), v.maxLength(limits.titlePeople))),
  topic: v.pipe(v.string(), v.maxLength(limits.topic)),
  /** What those who join from now on can read of it. */
  history: roomHistory,
  /** Who may invite to it; missing for all members but readers. */
  inviters: v.optional(roomInviters),
  /** Its owners, by name. `general` has the server's administrators. */
  owners: v.pipe(v.array(userId), v.maxLength(limits.ownersPerRoom)),
  /** The role of the user who asks; missing if they are not a member. */
  role: v.optional(memberRole),
  /** Number of members. */
  members: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** Number of messages, which is the `n` of the newest one. A read mark has how many of them were read. */
  messages: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** The room is archived: it can be read and left, nothing else. */
  archived: v.optional(v.literal(true)),
};
/** What describes a room: its kind, name, topic and so on. */
export const roomDescription = v.object(description);
export type RoomDescription = v.InferOutput<typeof roomDescription>;

/** A room, as members and others see it. */
export const roomSummary = v.object({
  id: roomId,
  ...description,
  /** The seq of the newest event. */
  head: seq,
  /** Whether the user is a member. */
  joined: v.boolean(),
});
export type RoomSummary = v.InferOutput<typeof roomSummary>;

/**
 * An invitation of the user to a room. Before accepting it, the user learns only the room's name, who invites, and how many members it has.
 */
export const invitation = v.object({
  room: roomId,
  kind: roomKind,
  name: description.name,
  /** Some of the members of a room without a name, in alphabetical order. */
  with: description.with,
  members: description.members,
  by: userId,
  at: momentMs,
});
export type Invitation = v.InferOutput<typeof invitation>;

/** A pending invitation to a room, as those see it who may invite. */
export const roomInvitation = v.object({ user: userId, by: userId, at: momentMs });
export type RoomInvitation = v.InferOutput<typeof roomInvitation>;

/** What describes a room beside its events, as it was at the seq `asOf`. The room's events above `asOf` change it. */
export const roomHeader = v.object({ ...description, asOf: seq });
export type RoomHeader = v.InferOutput<typeof roomHeader>;

/**
 * A member with their role and profile, and whether any of their devices is connected: never while they, or the user who asks, are
 * hidden.
 */
export const memberSummary = v.object({ user: userId, role: memberRole, online: v.boolean(), ...profileFields });
export type MemberSummary = v.InferOutput<typeof memberSummary>;

/** A ban: who banned whom when, until when, and why. Without `untilMs` it has no end. */
export const banSummary = v.object({
  user: userId,
  by: userId,
  at: momentMs,
  untilMs: v.optional(momentMs),
  reason,
});
export type BanSummary = v.InferOutput<typeof banSummary>;
