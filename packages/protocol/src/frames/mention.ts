import * as v from 'valibot';
import { requestId, roomId, seq } from '../ids.ts';
import { limits } from '../limits.ts';
import { messageState, roomEvent } from '../model.ts';

/** An event among those of all rooms. */
const place = v.object({ room: roomId, seq });

/**
 * Client → server. Requests the newest messages that mention the user by `@name`, of all rooms that the user is a member of; `before`
 * limits it to messages older than this one. A message mentions those who were members when it was sent, but never its author. Answered
 * by `mentions`.
 */
export const listMentions = v.object({
  type: v.literal('mention.list'),
  id: requestId,
  before: v.optional(place),
  limit: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.page)),
});

/**
 * Server → client. Answers `mention.list`: messages of several rooms, the newest first. To continue, send the same request with `next` as
 * `before`; without `next` there are no older ones.
 */
export const mentions = v.object({
  type: v.literal('mentions'),
  re: requestId,
  events: v.pipe(v.array(roomEvent), v.maxLength(limits.page)),
  /** The state of those that have changed, with their rooms. */
  changed: v.optional(v.pipe(v.array(v.object({ room: roomId, ...messageState.entries })), v.maxLength(limits.page))),
  next: v.optional(place),
});
