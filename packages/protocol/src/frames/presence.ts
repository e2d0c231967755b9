import * as v from 'valibot';
import { momentMs, requestId, roomId, userId } from '../ids.ts';

/** Client → server. Says the user is, or is no longer, typing. Never stored, never answered. */
export const setTyping = v.object({ type: v.literal('typing.set'), room: roomId, on: v.boolean() });

/** Server → client. A member is, or is no longer, typing. Best effort. */
export const typing = v.object({ type: v.literal('typing'), room: roomId, user: userId, on: v.boolean() });

/**
 * Server → client. A member came (the first of its devices connected) or went (the last was gone for longer than a grace, or
 * logged out). Told in rooms of at most `presenceMembers` members. Best effort, not history.
 */
export const presence = v.object({
  type: v.literal('presence'),
  room: roomId,
  user: userId,
  online: v.boolean(),
  at: momentMs,
});

/** Client → server. Asks for a `pong`: everything sent before it has then been dealt with. */
export const ping = v.object({ type: v.literal('ping'), id: requestId });

/** Server → client. Answers `ping`. */
export const pong = v.object({ type: v.literal('pong'), re: requestId });
