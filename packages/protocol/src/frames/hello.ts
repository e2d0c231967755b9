import * as v from 'valibot';
import { momentMs, requestId } from '../ids.ts';
import { limits } from '../limits.ts';
import { signupPolicy } from '../model.ts';
import { OLDEST_VERSION, PROTOCOL_VERSION } from '../version.ts';

const peer = v.object({ name: v.pipe(v.string(), v.maxLength(64)), version: v.pipe(v.string(), v.maxLength(32)) });

/** Client → server. The first frame of a connection: which protocol versions the client speaks, and what it is. Answered by `welcome`. */
export const hello = v.object({
  type: v.literal('hello'),
  id: requestId,
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  client: peer,
});

/** Server → client. Answers `hello`: the version spoken from here on, the store's generation (G7), and what the server asks of clients. */
export const welcome = v.object({
  type: v.literal('welcome'),
  re: requestId,
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(OLDEST_VERSION), v.maxValue(PROTOCOL_VERSION)),
  server: peer,
  /** The id of this store's history. Another one than last time: cursors mean nothing any more. */
  generation: v.pipe(v.string(), v.maxLength(64)),
  signup: signupPolicy,
  /** Shortest password a sign-up may use. */
  passwordMin: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(limits.passwordBytes)),
  /** How often the server pings. */
  heartbeatMs: v.pipe(v.number(), v.safeInteger(), v.minValue(1000), v.maxValue(10 * 60_000)),
  /** The server's clock, so that a client can tell how far its own is off. */
  nowMs: momentMs,
});
