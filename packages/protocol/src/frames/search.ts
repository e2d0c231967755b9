import * as v from 'valibot';
import { requestId, roomId, seq } from '../ids.ts';
import { limits } from '../limits.ts';
import { messageState, roomEvent } from '../model.ts';

/**
 * Client → server. Searches a room for the newest messages that contain all these words, ignoring case and accents; `before` limits
 * it to older ones. There is no query language. Answered by `found`.
 */
export const search = v.object({
  type: v.literal('search'),
  id: requestId,
  room: roomId,
  words: v.pipe(v.string(), v.minLength(1), v.maxLength(limits.searchText)),
  before: v.optional(seq),
  limit: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.found)),
});

/**
 * Server → client. Answers `search`: messages that the user may see, newest first. `more` says that the search stopped before the
 * beginning of the room: it had found enough for one answer, or would have had to read too much at once. To continue, send the same
 * request with `next` as `before`. An answer with `more` may contain no messages.
 */
export const found = v.object({
  type: v.literal('found'),
  re: requestId,
  room: roomId,
  events: v.pipe(v.array(roomEvent), v.maxLength(limits.found)),
  /** The state of those that have changed. */
  changed: v.optional(v.pipe(v.array(messageState), v.maxLength(limits.found))),
  more: v.boolean(),
  next: v.optional(seq),
});
