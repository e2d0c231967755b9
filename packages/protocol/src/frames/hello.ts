import * as v from 'valibot';
import { momentMs, requestId } from '../ids.ts';
import { limits } from '../limits.ts';
import { signupPolicy } from '../people.ts';
import { OLDEST_VERSION, PROTOCOL_VERSION } from '../version.ts';

const peer = v.object({ name: v.pipe(v.string(), v.maxLength(64)), version: v.pipe(v.string(), v.maxLength(32)) });

/**
 * Client → server. The first frame of a connection: the newest protocol version that the client speaks, and its name. Answered by `welcome`
 * with the version for this connection, which may be an older one, or by `unsupported_version` with the `versions` that the server speaks.
 */
export const hello = v.object({
  type: v.literal('hello'),
  id: requestId,
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  client: peer,
});

/**
 * Server → client. Answers `hello`: the protocol version for this connection, the generation of the store (G7), and what clients
 * need to know about the server.
 */
export const welcome = v.object({
  type: v.literal('welcome'),
  re: requestId,
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(OLDEST_VERSION), v.maxValue(PROTOCOL_VERSION)),
  server: peer,
  /** Id of the store's history. If it differs from the last one, the client's cursors are no longer valid. */
  generation: v.pipe(v.string(), v.maxLength(64)),
  signup: signupPolicy,
  /** Minimum length of a password. */
  passwordMin: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(limits.passwordBytes)),
  /** Interval between the server's pings. */
  heartbeatMs: v.pipe(v.number(), v.safeInteger(), v.minValue(1000), v.maxValue(10 * 60_000)),
  /** The server's clock, so that a client can tell how far off its own is. */
  nowMs: momentMs,
});
