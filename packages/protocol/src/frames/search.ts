import * as v from 'valibot';
import { requestId, roomId, seq } from '../ids.ts';
import { limits } from '../limits.ts';
import { roomEvent } from '../model.ts';

/**
 * Client → server. Asks for the newest messages of a room that have all these words, whatever their case and accents; below `before`
 * where it is given. Words are data: there is no query language. Answered by `found`.
 */
export const search = v.object({
  type: v.literal('search'),
  id: requestId,
  room: roomId,
  words: v.pipe(v.string(), v.minLength(1), v.maxLength(limits.searchText)),
  before: v.optional(seq),
  limit: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.found)),
});

/** Server → client. Answers `search`: messages the user may see, newest first; `more` says whether older ones were left out. */
export const found = v.object({
  type: v.literal('found'),
  re: requestId,
  room: roomId,
  events: v.pipe(v.array(roomEvent), v.maxLength(limits.found)),
  more: v.boolean(),
});
