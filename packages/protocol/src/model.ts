import * as v from 'valibot';
import { readBody } from './body.ts';
import { eventId, momentMs, roomId, roomName, seq, sessionId, type UserId, userId } from './ids.ts';
import { limits } from './limits.ts';

/** What every event has: its room, its position there, its id, its author, and when the server accepted it. */
const base = { room: roomId, seq, id: eventId, author: userId, at: momentMs };

/** A message. */
export const messageEvent = v.object({ ...base, type: v.literal('message'), body: readBody });
/** The author joined the room. */
export const joinedEvent = v.object({ ...base, type: v.literal('joined') });
/** The author left the room. */
export const leftEvent = v.object({ ...base, type: v.literal('left') });
/** The author, who created the room, removed `user`. It is the last event of this membership that `user` gets. */
export const removedEvent = v.object({ ...base, type: v.literal('removed'), user: userId });
/** Who can find and join a room: `public` rooms are listed, and anyone may join. */
export const roomKind = v.picklist(['public']);
export type RoomKind = v.InferOutput<typeof roomKind>;

/** The author created the room; always its first event. Rooms from before version 2 have neither `kind` nor `name` here. */
export const madeEvent = v.object({
  ...base,
  type: v.literal('made'),
  kind: v.optional(roomKind),
  name: v.optional(roomName),
  topic: v.pipe(v.string(), v.maxLength(limits.topic)),
});

/** The author, who owns the room, changed its topic; an empty one is none. */
export const topicEvent = v.object({
  ...base,
  type: v.literal('topic'),
  topic: v.pipe(v.string(), v.maxLength(limits.topic)),
});
/** The author, who owns the room, gave it another name. */
export const renamedEvent = v.object({ ...base, type: v.literal('room-renamed'), name: roomName });

/** The types that this version can read; defined only here. */
const knownEvent = v.variant('type', [
  messageEvent,
  joinedEvent,
  leftEvent,
  removedEvent,
  madeEvent,
  topicEvent,
  renamedEvent,
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
  if (event.type !== 'message' || event.body.kind !== 'unknown') return event;
  return { ...event, body: JSON.parse(event.body.json) };
}

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
  if (event.type === 'left') return event.author;
  return event.type === 'removed' ? event.user : undefined;
}

/** What describes a room, as members and others see it. */
const description = {
  kind: roomKind,
  /** Its name as it is now. */
  name: roomName,
  topic: v.pipe(v.string(), v.maxLength(limits.topic)),
  /** Who can change its name and topic and remove members. `general` has no owner. */
  owner: v.optional(userId),
  /** Number of members. */
  members: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
};
export type RoomDescription = v.InferOutput<v.ObjectSchema<typeof description, undefined>>;

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

/** What describes a room beside its events, as it was at the seq `asOf`. The room's events above `asOf` change it. */
export const roomHeader = v.object({ ...description, asOf: seq });
export type RoomHeader = v.InferOutput<typeof roomHeader>;

/** A member, and whether any of their devices is connected. */
export const memberSummary = v.object({ user: userId, online: v.boolean() });
export type MemberSummary = v.InferOutput<typeof memberSummary>;

/** A device that is logged in. */
export const sessionSummary = v.object({
  id: sessionId,
  device: v.pipe(v.string(), v.maxLength(64)),
  /**
   * Address of its last connection, so that people can recognise it: an IPv4 address, or an IPv6 network (`2001:db8:0:1::/64`).
   * Missing if unknown.
   */
  address: v.optional(v.pipe(v.string(), v.maxLength(64))),
  createdMs: momentMs,
  lastSeenMs: momentMs,
  /** Whether this is the session of the requesting connection. */
  current: v.boolean(),
});
export type SessionSummary = v.InferOutput<typeof sessionSummary>;

/** Who may sign up: anyone, people with an invite, or nobody. */
export const signupPolicy = v.picklist(['open', 'invite', 'closed']);
export type SignupPolicy = v.InferOutput<typeof signupPolicy>;
