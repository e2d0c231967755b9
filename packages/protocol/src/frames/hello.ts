import * as v from 'valibot';
import { momentMs, requestId } from '../ids.ts';
import { signupPolicy } from '../model.ts';

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
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  server: peer,
  /** The id of this store's history. Another one than last time: cursors mean nothing any more. */
  generation: v.pipe(v.string(), v.maxLength(64)),
  signup: signupPolicy,
  /** Shortest password a sign-up may use. */
  passwordMin: v.pipe(v.number(), v.safeInteger()),
  heartbeatMs: v.pipe(v.number(), v.safeInteger()),
  /** The server's clock, so that a client can tell how far its own is off. */
  nowMs: momentMs,
});
