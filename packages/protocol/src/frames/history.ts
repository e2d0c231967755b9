import * as v from 'valibot';
import { eventId, requestId, roomId, seq, userId } from '../ids.ts';
import { limits } from '../limits.ts';
import { roomEvent, roomSummary } from '../model.ts';

/** Client → server. Asks for a page of a room's past: the newest `limit` events below `before`, or the oldest above `after`. Answered by `page`. */
export const history = v.object({
  type: v.literal('history'),
  id: requestId,
  room: roomId,
  before: v.optional(seq),
  after: v.optional(seq),
  limit: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.page)),
});

/** Server → client. Answers `history`: events in ascending order; `more` says whether any lie beyond. */
export const page = v.object({
  type: v.literal('page'),
  re: requestId,
  room: roomId,
  events: v.pipe(v.array(roomEvent), v.maxLength(limits.page)),
  more: v.boolean(),
});

/**
 * Everything up to `seq` has been applied. `id` is that of the event there, where the client knows it: when the server has another
 * event at that place, the client has seen another history, whatever the generation says.
 */
const cursor = v.object({ room: roomId, seq, id: v.optional(eventId) });

/**
 * Client → server. From here on send this connection the events of its user's rooms: first what lies above each cursor, then
 * what happens. For a room without a cursor the newest `recent` events. Answered by `events` frames and one `synced`.
 */
export const sync = v.object({
  type: v.literal('sync'),
  id: requestId,
  /** The generation the cursors belong to; with another than the server's they are dropped, and each room says `restored`. */
  generation: v.optional(v.pipe(v.string(), v.maxLength(64))),
  cursors: v.pipe(v.array(cursor), v.maxLength(limits.roomsPerUser)),
  recent: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(limits.page)),
});

/**
 * Server → client. A run of events of one room, without gaps from `after` + 1 on, sent for a `sync` or to mend a gap. When `jump`
 * is there the client's cursor does not lead to `after`, and the client sets it so: `new` (it had none), `rejoined` (it was not
 * a member in between), `restored` (the store's history is another one, or shorter).
 */
export const events = v.object({
  type: v.literal('events'),
  room: roomId,
  after: seq,
  head: seq,
  jump: v.optional(v.picklist(['new', 'rejoined', 'restored'])),
  events: v.pipe(v.array(roomEvent), v.maxLength(limits.syncPage)),
});

/**
 * Server → client. Ends the answer to `sync`: everything up to the heads has been sent, and who is connected. The names in all
 * `online` together are bounded, `general` first: with many rooms and many people some lists are cut short; rooms of more than
 * `presenceMembers` members have none. `room.members` has everybody.
 */
export const synced = v.object({
  type: v.literal('synced'),
  re: requestId,
  rooms: v.pipe(
    v.array(v.object({ ...roomSummary.entries, online: v.pipe(v.array(userId), v.maxLength(limits.presenceMembers)) })),
    v.maxLength(limits.roomsPerUser),
  ),
});
