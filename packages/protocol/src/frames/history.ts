import * as v from 'valibot';
import { eventId, requestId, roomId, seq, userId } from '../ids.ts';
import { limits } from '../limits.ts';
import { roomEvent, roomHeader, roomSummary } from '../model.ts';

/**
 * Client → server. Requests a page of a room's history: the newest `limit` events before `before`, or the oldest after `after`.
 * Answered by `page`.
 */
export const history = v.object({
  type: v.literal('history'),
  id: requestId,
  room: roomId,
  before: v.optional(seq),
  after: v.optional(seq),
  limit: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.page)),
});

/** Server → client. Answers `history`: events in ascending order. `more` says whether there are others beyond them. */
export const page = v.object({
  type: v.literal('page'),
  re: requestId,
  room: roomId,
  events: v.pipe(v.array(roomEvent), v.maxLength(limits.page)),
  more: v.boolean(),
});

/**
 * The client has applied everything up to `seq`. `id` is the id of the event at that position, if the client knows it: if the server
 * has a different event there, the client has seen a different history, whatever the generation says.
 */
const cursor = v.object({ room: roomId, seq, id: v.optional(eventId) });

/**
 * Client → server. Subscribes this connection to the events of its user's rooms: first those after each cursor, then new ones. For a
 * room without a cursor, the newest `recent` events. Answered by `events` frames and one `synced`.
 */
export const sync = v.object({
  type: v.literal('sync'),
  id: requestId,
  /** The generation that the cursors belong to. If it is not the server's, they are ignored, and each room reports `restored`. */
  generation: v.optional(v.pipe(v.string(), v.maxLength(64))),
  cursors: v.pipe(v.array(cursor), v.maxLength(limits.roomsPerUser)),
  recent: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(limits.page)),
});

/**
 * Server → client. Consecutive events of one room, starting at `after` + 1, in answer to `sync` or to fill a gap. If `jump` is
 * present, the events do not continue from the client's cursor, and the client sets its cursor to `after`: `new` (it had no cursor),
 * `rejoined` (it was not a member in between), `restored` (the history is a different one, or shorter). Such a frame begins the room
 * for the client and has the room's `header`, unless the user's membership has ended.
 */
export const events = v.object({
  type: v.literal('events'),
  room: roomId,
  after: seq,
  head: seq,
  jump: v.optional(v.picklist(['new', 'rejoined', 'restored'])),
  header: v.optional(roomHeader),
  events: v.pipe(v.array(roomEvent), v.maxLength(limits.syncPage)),
});

/**
 * Server → client. Completes the answer to `sync`: everything up to the heads has been sent. Also lists who is online. The total
 * number of names in `online` is limited, and `general` comes first: with many rooms and people, some lists are cut short. Rooms
 * with more than `presenceMembers` members have none; `room.members` lists everybody.
 */
export const synced = v.object({
  type: v.literal('synced'),
  re: requestId,
  rooms: v.pipe(
    v.array(v.object({ ...roomSummary.entries, online: v.pipe(v.array(userId), v.maxLength(limits.presenceMembers)) })),
    v.maxLength(limits.roomsPerUser),
  ),
});
