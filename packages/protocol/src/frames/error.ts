import * as v from 'valibot';
import { requestId } from '../ids.ts';

/** Server → client. A request was refused (`re` names it), or a frame could not be read (no `re`). Codes: the error table. */
export const error = v.object({
  type: v.literal('error'),
  re: v.optional(requestId),
  code: v.pipe(v.string(), v.maxLength(32)),
  message: v.pipe(v.string(), v.maxLength(500)),
  retryAfterMs: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
});

/** Server → client. The server is about to close for a restart; come back no sooner than this. */
export const goingDown = v.object({
  type: v.literal('going-down'),
  retryAfterMs: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});
