import * as v from 'valibot';
import { limits } from './limits.ts';

const name = (longest: number) =>
  v.pipe(
    v.string(),
    v.maxLength(longest),
    v.regex(/^[a-z0-9][a-z0-9_-]*$/, 'must be of a-z 0-9 _ - and begin with a letter or digit'),
  );

/** A user's name, which is also its id: ASCII, lower case, never changed, never given to another. */
export const userId = v.pipe(name(limits.userName), v.minLength(2), v.brand('UserId'));
export type UserId = v.InferOutput<typeof userId>;

/** True for a well-formed user name. */
export function isUserId(text: string): text is UserId {
  return v.is(userId, text);
}

/** A room's name without its `#`, which is also its id. */
export const roomId = v.pipe(name(limits.roomName), v.minLength(1), v.brand('RoomId'));
export type RoomId = v.InferOutput<typeof roomId>;

/** True for a well-formed room name. */
export function isRoomId(text: string): text is RoomId {
  return v.is(roomId, text);
}

/** Names a session towards its owner. Not a secret: only the token signs in. */
export const sessionId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/), v.brand('SessionId'));
export type SessionId = v.InferOutput<typeof sessionId>;

/** An event's id. For a message the id its author's client chose: (author, id) is unique for ever (G2). */
export const eventId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.:-]{1,64}$/), v.brand('EventId'));
export type EventId = v.InferOutput<typeof eventId>;

/** A place in a room's order: 1, 2, 3 … without gaps (G3). 0 means before the first. */
export const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export type Seq = v.InferOutput<typeof seq>;

/** Names one request on one connection; the reply carries it as `re`. */
export const requestId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/));

/** A moment: milliseconds since 1970 (UTC), up to the last one that a Date can hold (ECMA-262). */
export const momentMs = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(8.64e15));

/** The room every account becomes a member of. */
export const generalRoom = v.parse(roomId, 'general');
