import * as v from 'valibot';
import { requestId, roomId, roomName, userId } from '../ids.ts';
import { limits } from '../limits.ts';
import { memberSummary, roomSummary } from '../model.ts';

const pageLimit = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.listPage)));
const rawName = v.pipe(v.string(), v.maxLength(256));

/** Client → server. Creates a room, with the user as its first member. Stored as `made` and `joined`. Answered by `room`. */
export const createRoom = v.object({
  type: v.literal('room.create'),
  id: requestId,
  name: rawName,
  topic: v.optional(v.pipe(v.string(), v.maxLength(limits.rawTopic))),
});

/** Client → server. Finds the public room of this name, with or without `#`, or with this id. Answered by `room`. */
export const findRoom = v.object({ type: v.literal('room.find'), id: requestId, name: rawName });

/** Client → server. Joins the public room that `room.find` would find. Stored as `joined`; nothing is stored if the user is already a member. Answered by `room`. */
export const joinRoom = v.object({ type: v.literal('room.join'), id: requestId, name: rawName });

/** Client → server. Leaves a room. Stored as `left`. Answered by `done`. */
export const leaveRoom = v.object({ type: v.literal('room.leave'), id: requestId, room: roomId });

/**
 * Client → server. Gives the room another name. Only its owner can do that, while being a member. Stored as `room-renamed`; nothing is
 * stored if it has that name already. The old name leads to the room for 30 days. Answered by `done`.
 */
export const renameRoom = v.object({ type: v.literal('room.rename'), id: requestId, room: roomId, name: rawName });

/**
 * Client → server. Sets the topic of the room; an empty one removes it. Only its owner can do that, while being a member. Stored as
 * `topic`; nothing is stored if the room has that topic already. Answered by `done`.
 */
export const setTopic = v.object({
  type: v.literal('room.topic'),
  id: requestId,
  room: roomId,
  topic: v.pipe(v.string(), v.maxLength(limits.rawTopic)),
});

/**
 * Client → server. Removes another user from a room. Stored as `removed`. Only the room's owner can do that, while being a member.
 * Nobody can be removed from `general`; to leave, use `room.leave`. Answered by `done`.
 */
export const removeMember = v.object({ type: v.literal('room.remove'), id: requestId, room: roomId, user: userId });

/**
 * Client → server. Requests a page of all public rooms, sorted by name: the first `limit` (default `listPage`) after `after`. Answered by
 * `rooms`.
 */
export const listRooms = v.object({
  type: v.literal('room.list'),
  id: requestId,
  after: v.optional(roomName),
  limit: pageLimit,
});

/**
 * Client → server. Requests a page of a room's members, sorted by name: the first `limit` (default `listPage`) after `after`.
 * Answered by `members`.
 */
export const listMembers = v.object({
  type: v.literal('room.members'),
  id: requestId,
  room: roomId,
  after: v.optional(userId),
  limit: pageLimit,
});

/** Server → client. Answers `room.create`, `room.find` and `room.join`. */
export const room = v.object({ type: v.literal('room'), re: requestId, room: roomSummary });

/**
 * Server → client. Answers `room.list`: rooms sorted by name. `more` says whether others follow; use the name of the last one as
 * `after` of the next request. A page may be shorter than requested.
 */
export const rooms = v.object({
  type: v.literal('rooms'),
  re: requestId,
  rooms: v.pipe(v.array(roomSummary), v.maxLength(limits.listPage)),
  more: v.boolean(),
});

/** Server → client. Answers `room.members`: members sorted by name, with `more` as in `rooms`. */
export const members = v.object({
  type: v.literal('members'),
  re: requestId,
  room: roomId,
  members: v.pipe(v.array(memberSummary), v.maxLength(limits.listPage)),
  more: v.boolean(),
});
