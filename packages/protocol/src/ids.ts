import * as v from 'valibot';
import { limits } from './limits.ts';

const name = (longest: number) =>
  v.pipe(
    v.string(),
    v.maxLength(longest),
    v.regex(/^[a-z0-9][a-z0-9_-]*$/, 'must be of a-z 0-9 _ - and begin with a letter or digit'),
  );

/** A user's name, which is also the id: ASCII, lower case, never changed, never reused. */
export const userId = v.pipe(name(limits.userName), v.minLength(2), v.brand('UserId'));
export type UserId = v.InferOutput<typeof userId>;

/** True for a well-formed user name. */
export function isUserId(text: string): text is UserId {
  return v.is(userId, text);
}

/** A name as a person typed it, in any case, with spaces around it, or with its sign (`@ada`, `#kitchen`). The server reads what it means. */
export const nameAsTyped = v.pipe(v.string(), v.maxLength(256));

/** Id of a room, which never changes. It means nothing: `r` and 20 random letters and digits, or the first name of an older room. */
export const roomId = v.pipe(name(limits.roomName), v.minLength(1), v.brand('RoomId'));
export type RoomId = v.InferOutput<typeof roomId>;

/** True for a well-formed room id. */
export function isRoomId(text: string): text is RoomId {
  return v.is(roomId, text);
}

/** A room's name without its `#`. */
export const roomName = v.pipe(name(limits.roomName), v.minLength(1), v.brand('RoomName'));
export type RoomName = v.InferOutput<typeof roomName>;

/** True for a well-formed room name. */
export function isRoomName(text: string): text is RoomName {
  return v.is(roomName, text);
}

/** Id of a session, for its owner. Not a secret: only the token gives access. */
export const sessionId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/), v.brand('SessionId'));
export type SessionId = v.InferOutput<typeof sessionId>;

/** Id of an event. For a message, the id chosen by the author's client: (author, id) is unique forever (G2). */
export const eventId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.:-]{1,64}$/), v.brand('EventId'));
export type EventId = v.InferOutput<typeof eventId>;

/** Position in a room: 1, 2, 3 … without gaps (G3). 0 means before the first event. */
export const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export type Seq = v.InferOutput<typeof seq>;

/** Identifies a request on a connection; the reply carries it as `re`. */
export const requestId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/));

/** Point in time: milliseconds since 1970 (UTC), up to the latest that a Date can hold (ECMA-262). */
export const momentMs = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(8.64e15));

/** The room that every new account joins. Its id is its name. */
export const generalRoom = v.parse(roomId, 'general');
