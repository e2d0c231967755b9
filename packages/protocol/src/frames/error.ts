import * as v from 'valibot';
import { requestId } from '../ids.ts';

const version = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** Server → client. A request was refused (`re` names it), or a frame could not be read (no `re`). The error table lists the codes. */
export const error = v.object({
  type: v.literal('error'),
  re: v.optional(requestId),
  code: v.pipe(v.string(), v.maxLength(32)),
  message: v.pipe(v.string(), v.maxLength(500)),
  /** The earliest time, from now, at which a retry can succeed. */
  retryAfterMs: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  /** The protocol versions that the server speaks, with `unsupported_version`. */
  versions: v.optional(v.object({ oldest: version, newest: version })),
});

/** Server → client. The server is about to restart; reconnect no sooner than after this time. */
export const goingDown = v.object({
  type: v.literal('going-down'),
  retryAfterMs: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});
