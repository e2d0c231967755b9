import * as v from 'valibot';
import { body } from '../body.ts';
import { eventId, momentMs, requestId, roomId, seq } from '../ids.ts';
import { roomEvent } from '../model.ts';

/**
 * Client → server. Says something in a room, under an id the client chose. Answered by `ack` once it is on disk (G1), or by
 * `error`. The same id with the same room and body gets the same answer for ever (G2); with another, `id_reused`.
 */
export const say = v.object({ type: v.literal('say'), id: requestId, room: roomId, clientId: eventId, body });

/** Server → client. Answers `say`: the message is on disk, at this place of the room's order. */
export const ack = v.object({
  type: v.literal('ack'),
  re: requestId,
  room: roomId,
  seq,
  clientId: eventId,
  at: momentMs,
});

/** Server → client. Something has happened in a room, just now. */
export const event = v.object({ type: v.literal('event'), event: roomEvent });
