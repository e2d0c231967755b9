import * as v from 'valibot';
import { nameAsTyped, requestId, roomId, roomName, userId } from '../ids.ts';
import { limits } from '../limits.ts';
import { memberRole, memberSummary, roomHistory, roomInviters, roomSummary } from '../model.ts';

const pageLimit = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.listPage)));
const rawReason = v.optional(v.pipe(v.string(), v.maxLength(limits.rawTopic)));

/**
 * Client → server. Creates a room, with the user as its first member and owner. A public room (the default) needs a name that no other has; a
 * private one is known to its members only, and its name is optional. Newcomers can read its whole `history` (`shared`, the default of
 * public rooms), or only what comes after they joined (`joined`, the default of private ones). Stored as `room-created` and `member-joined`. Answered by `room`.
 */
export const createRoom = v.object({
  type: v.literal('room.create'),
  id: requestId,
  kind: v.optional(v.picklist(['public', 'private'])),
  name: v.optional(nameAsTyped),
  topic: v.optional(v.pipe(v.string(), v.maxLength(limits.rawTopic))),
  history: v.optional(roomHistory),
});

/**
 * Client → server. Opens the direct room with another user, or with oneself for notes: finds it or, if there is none, creates it with both
 * as members. Stored as `room-created` and one `member-joined` for each. Refused with `no_such_user` if the other account does not exist
 * or is disabled. Answered by `room`.
 */
export const openDirect = v.object({ type: v.literal('direct.open'), id: requestId, user: nameAsTyped });

/**
 * Client → server. Finds the room of this name, with or without `#`: a public one that the user is in, else the user's only private one, else
 * any public one. If there is none, finds a room of any kind by its id, if the user is a member. `@` and a user name find the direct room
 * with that user, if there is one. Answered by `room`.
 */
export const findRoom = v.object({ type: v.literal('room.find'), id: requestId, name: nameAsTyped });

/** Client → server. Joins the public room that `room.find` would find. Stored as `member-joined`; nothing is stored if the user is already a member. Answered by `room`. */
export const joinRoom = v.object({ type: v.literal('room.join'), id: requestId, name: nameAsTyped });

/** Client → server. Leaves a room; a direct room cannot be left. Stored as `member-left`. Answered by `done`. */
export const leaveRoom = v.object({ type: v.literal('room.leave'), id: requestId, room: roomId });

/**
 * Client → server. Gives the room another name. Only its owners can do that. Stored as `room-renamed`; nothing is
 * stored if it has that name already. The old name leads to the room for 30 days. Answered by `done`.
 */
export const renameRoom = v.object({ type: v.literal('room.rename'), id: requestId, room: roomId, name: nameAsTyped });

/**
 * Client → server. Sets the topic of the room; an empty one removes it. Its moderators and owners can do that. Stored as `topic`; nothing is stored if the room has that topic already. Answered by `done`.
 */
export const setTopic = v.object({
  type: v.literal('room.topic'),
  id: requestId,
  room: roomId,
  topic: v.pipe(v.string(), v.maxLength(limits.rawTopic)),
});

/**
 * Client → server. Changes who may invite to a room, what newcomers can read of it, or both; what is missing stays as it is. Only its owners
 * can do that. Where only `moderators` invite, pending invitations and links of other members cannot be used. A history that becomes `shared`
 * is shared from then on: what was said before that stays closed to newcomers. Nothing changes for those who are members. Stored as
 * `room-policy` with what has changed, if anything has. Answered by `done`.
 */
export const setPolicy = v.object({
  type: v.literal('room.policy'),
  id: requestId,
  room: roomId,
  inviters: v.optional(roomInviters),
  history: v.optional(roomHistory),
});

/**
 * Client → server. Archives a room or, with `on: false`, ends that. Only its owners can do that, and administrators of the server where a
 * public room has no owner. An archived room can be read and left, but neither joined nor changed (`archived`), and is not among the rooms
 * that `room.list` lists. `general` and direct rooms cannot be archived. Stored as `room-archived`; nothing is stored if it is so already.
 * Answered by `done`.
 */
export const archiveRoom = v.object({
  type: v.literal('room.archive'),
  id: requestId,
  room: roomId,
  on: v.boolean(),
});

/**
 * Client → server. Deletes an archived room for good, with everything that was said in it. Only its owners can do that, seven days after it
 * was archived (`delete_too_early`); `general` and direct rooms cannot be deleted. The members are told with `room-deleted`. Answered by
 * `done`.
 */
export const deleteRoom = v.object({ type: v.literal('room.delete'), id: requestId, room: roomId });

/** Server → client. A room of the user was deleted. Everything of it is gone, and the client deletes what it has of it. */
export const roomDeleted = v.object({ type: v.literal('room-deleted'), room: roomId });

/**
 * Client → server. Removes a member whose role is lower than one's own from a room. Its moderators and owners can do that. Nobody can be
 * removed from `general`; to leave, use `room.leave`. The members see the reason. Stored as `member-removed`. Answered by `done`.
 */
export const removeMember = v.object({
  type: v.literal('room.remove'),
  id: requestId,
  room: roomId,
  user: nameAsTyped,
  reason: rawReason,
});

/**
 * Client → server. Gives a member another role. Only owners can do that, and administrators of the server in public rooms up to
 * `moderator`. A room keeps at least one owner (`last_owner`) and has at most `ownersPerRoom`; the owners of `general` are the server's
 * administrators. Stored as `role`; nothing is stored if the member has that role already. Answered by `done`.
 */
export const setRole = v.object({
  type: v.literal('room.role'),
  id: requestId,
  room: roomId,
  user: nameAsTyped,
  role: memberRole,
});

/**
 * Client → server. Requests a page of the public rooms that are not archived or, with `archived`, of those that are, sorted by name: the
 * first `limit` (default `listPage`) after `after`. Answered by `rooms`.
 */
export const listRooms = v.object({
  type: v.literal('room.list'),
  id: requestId,
  archived: v.optional(v.boolean()),
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

/** Server → client. Answers `room.create`, `room.find`, `room.join`, `direct.open` and `invitation.accept`. */
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
