import * as v from 'valibot';
import { body } from '../body.ts';
import { eventId, momentMs, requestId, roomId, seq } from '../ids.ts';
import { roomEvent } from '../model.ts';

/**
 * Client → server. Sends a message to a room, under an id chosen by the client. Answered by `ack` once it is on disk (G1), or by
 * `error`. The same id with the same room and body always gets the same answer (G2); with a different room or body, `id_reused`.
 */
export const sendMessage = v.object({
  type: v.literal('message.send'),
  id: requestId,
  room: roomId,
  clientId: eventId,
  body,
});

/** Server → client. Answers `message.send`: the message is on disk, at this position in the room. */
export const ack = v.object({
  type: v.literal('ack'),
  re: requestId,
  room: roomId,
  seq,
  clientId: eventId,
  at: momentMs,
});

/** Server → client. A new event in one of the user's rooms. */
export const event = v.object({ type: v.literal('event'), event: roomEvent });
