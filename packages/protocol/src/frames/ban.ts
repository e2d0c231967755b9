import * as v from 'valibot';
import { nameAsTyped, requestId, roomId, userId } from '../ids.ts';
import { limits } from '../limits.ts';
import { banSummary } from '../model.ts';

const pageLimit = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.listPage)));

/**
 * Client → server. Bans somebody whose role is lower than one's own, a member or not: they cannot join (`banned`) for `forMs`, or
 * without it until the ban is lifted. Moderators and owners can do that, but not in `general`. The members see the reason. A ban replaces
 * an earlier one. Stored as `member-banned`. Answered by `done`.
 */
export const banMember = v.object({
  type: v.literal('room.ban'),
  id: requestId,
  room: roomId,
  user: nameAsTyped,
  forMs: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1000), v.maxValue(limits.banMs))),
  reason: v.optional(v.pipe(v.string(), v.maxLength(limits.rawTopic))),
});

/** Client → server. Lifts a ban. Moderators and owners can do that. Stored as `member-unbanned`. Answered by `done`. */
export const unbanMember = v.object({ type: v.literal('room.unban'), id: requestId, room: roomId, user: nameAsTyped });

/**
 * Client → server. Requests a page of the bans of a room that have not ended, sorted by user: the first `limit` (default `listPage`) after
 * `after`. Moderators and owners can see them. Answered by `bans`.
 */
export const listBans = v.object({
  type: v.literal('room.bans'),
  id: requestId,
  room: roomId,
  after: v.optional(userId),
  limit: pageLimit,
});

/** Server → client. Answers `room.bans`: bans sorted by user, with `more` as in `rooms`. */
export const bans = v.object({
  type: v.literal('bans'),
  re: requestId,
  room: roomId,
  bans: v.pipe(v.array(banSummary), v.maxLength(limits.listPage)),
  more: v.boolean(),
});
