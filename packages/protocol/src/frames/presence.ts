import * as v from 'valibot';
import { momentMs, requestId, roomId, userId } from '../ids.ts';

/** Client → server. The user started or stopped typing. Not stored, not answered; ignored in a room in which the user may not write. */
export const setTyping = v.object({ type: v.literal('typing.set'), room: roomId, on: v.boolean() });

/** Server → client. A member started or stopped typing. Best effort. */
export const typing = v.object({ type: v.literal('typing'), room: roomId, user: userId, on: v.boolean() });

/**
 * Server → client. A member came online (the first of their devices connected) or went offline (the last one logged out, or stayed
 * disconnected for more than `presenceGraceMs`). Sent in rooms with at most `presenceMembers` members. Best effort, not part of the
 * history.
 */
export const presence = v.object({
  type: v.literal('presence'),
  room: roomId,
  user: userId,
  online: v.boolean(),
  at: momentMs,
});

/** Client → server. Requests a `pong`: by then, everything sent before it has been processed. */
export const ping = v.object({ type: v.literal('ping'), id: requestId });

/** Server → client. Answers `ping`. */
export const pong = v.object({ type: v.literal('pong'), re: requestId });
