import * as v from 'valibot';
import { requestId, roomId, userId } from '../ids.ts';
import { limits } from '../limits.ts';
import { memberSummary, roomSummary } from '../model.ts';

const pageLimit = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.listPage)));
const rawRoom = v.pipe(v.string(), v.maxLength(256));

/** Client → server. Makes a room and becomes its first member. Stored as `made` and `joined`. Answered by `room`. */
export const createRoom = v.object({
  type: v.literal('room.create'),
  id: requestId,
  room: rawRoom,
  topic: v.optional(v.pipe(v.string(), v.maxLength(limits.rawTopic))),
});

/** Client → server. Becomes a member, stored as `joined`; nothing is stored for one who is a member already. Answered by `room`. */
export const joinRoom = v.object({ type: v.literal('room.join'), id: requestId, room: rawRoom });

/** Client → server. Ceases to be a member, stored as `left`. Answered by `done`. */
export const leaveRoom = v.object({ type: v.literal('room.leave'), id: requestId, room: roomId });

/**
 * Client → server. Ends the membership of another user, stored as `removed`. Only the one who made the room may, while a member of
 * it; nobody is removed from `general`, and one goes oneself by `room.leave`. Answered by `done`.
 */
export const removeMember = v.object({ type: v.literal('room.remove'), id: requestId, room: roomId, user: userId });

/** Client → server. Asks for one room. Answered by `room`. */
export const getRoom = v.object({ type: v.literal('room.get'), id: requestId, room: roomId });

/** Client → server. Asks for a page of all rooms, by name: the first `limit` (default `listPage`) after `after`. Answered by `rooms`. */
export const listRooms = v.object({
  type: v.literal('room.list'),
  id: requestId,
  after: v.optional(roomId),
  limit: pageLimit,
});

/** Client → server. Asks for a page of a room's members, by name: the first `limit` (default `listPage`) after `after`. Answered by `members`. */
export const listMembers = v.object({
  type: v.literal('room.members'),
  id: requestId,
  room: roomId,
  after: v.optional(userId),
  limit: pageLimit,
});

/** Server → client. Answers `room.create`, `room.join` and `room.get`. */
export const room = v.object({ type: v.literal('room'), re: requestId, room: roomSummary });

/**
 * Server → client. Answers `room.list`: rooms in the order of their names. `more` when others follow; the name of the last one is the
 * `after` of the next page. A page may be shorter than asked for.
 */
export const rooms = v.object({
  type: v.literal('rooms'),
  re: requestId,
  rooms: v.pipe(v.array(roomSummary), v.maxLength(limits.listPage)),
  more: v.boolean(),
});

/** Server → client. Answers `room.members`: members in the order of their names, `more` as in `rooms`. */
export const members = v.object({
  type: v.literal('members'),
  re: requestId,
  room: roomId,
  members: v.pipe(v.array(memberSummary), v.maxLength(limits.listPage)),
  more: v.boolean(),
});
