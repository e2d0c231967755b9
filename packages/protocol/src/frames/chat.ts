import * as v from 'valibot';
import { eventId, momentMs, requestId, roomId, seq } from '../ids.ts';
import { roomEvent } from '../model.ts';

/** Server → client. Answers a change, such as `message.send`: it is on disk, at this position in the room. */
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
