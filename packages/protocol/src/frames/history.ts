import * as v from 'valibot';
import { eventId, requestId, roomId, seq, userId } from '../ids.ts';
import { limits } from '../limits.ts';
import { invitation, messageState, roomEvent, roomHeader, roomSummary } from '../model.ts';
import { stateVer } from './state.ts';

const pageLimit = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.page));

/**
 * Client → server. Requests a page of a room's history, with its messages as they are now: the newest `limit` events before `before`, or the
 * oldest after `after`, without those that change a message. Answered by `page`.
 */
export const history = v.object({
  type: v.literal('history'),
  id: requestId,
  room: roomId,
  before: v.optional(seq),
  after: v.optional(seq),
  limit: pageLimit,
});

/**
 * Server → client. Answers `history`: events in ascending order, their messages with the body that they have now, and the state of those that
 * have changed. It holds for the room as it was when its newest event was `asOf`, or for a later moment. `more` says whether there are others
 * beyond them: to continue, send the same request with `next` as `before` or `after`. Where much was changed, a page can be short or empty.
 */
export const page = v.object({
  type: v.literal('page'),
  re: requestId,
  room: roomId,
  asOf: seq,
  events: v.pipe(v.array(roomEvent), v.maxLength(limits.page)),
  changed: v.optional(v.pipe(v.array(messageState), v.maxLength(limits.page))),
  more: v.boolean(),
  next: v.optional(seq),
});

/**
 * Client → server. Requests events of a room as they happened, also those that change messages: the newest `limit` before `before`, or the
 * oldest after `after`. Answered by `log-page`.
 */
export const log = v.object({
  type: v.literal('log'),
  id: requestId,
  room: roomId,
  before: v.optional(seq),
  after: v.optional(seq),
  limit: pageLimit,
});

/** Server → client. Answers `log`: events in ascending order. `more` says whether there are others beyond them. */
export const logPage = v.object({
  type: v.literal('log-page'),
  re: requestId,
  room: roomId,
  events: v.pipe(v.array(roomEvent), v.maxLength(limits.page)),
  more: v.boolean(),
});

/** The client has applied everything up to `seq`; `id` is the id of the event there. */
const cursor = v.pipe(
  v.object({ room: roomId, seq, id: v.optional(eventId) }),
  v.forward(
    v.check(({ seq, id }) => seq === 0 || id !== undefined, 'required in a cursor above 0'),
    ['id'],
  ),
);

/**
 * Client → server. Subscribes this connection to the events of its user's rooms: first those after each cursor, then new ones. For a
 * room without a cursor, the newest `recent` events. A cursor above 0 needs the `id` of the event at its `seq`: a server that was
 * restored from a backup keeps its generation, and only another event at the cursor shows that its history is a different one. Answered by `events` frames and one `synced`.
 */
export const sync = v.object({
  type: v.literal('sync'),
  id: requestId,
  /** The generation that the cursors belong to. If it is not the server's, they are ignored, and each room reports `restored`. */
  generation: v.optional(v.pipe(v.string(), v.maxLength(64))),
  cursors: v.pipe(v.array(cursor), v.maxLength(limits.followedRooms)),
  recent: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(limits.page)),
  /** The user's entries above this `ver` are sent as `state` frames before `synced`, and later changes as they happen; without it, none. */
  state: v.optional(stateVer),
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
  /** The id of the event at `after`, for the client's cursor: present if the frame sets the cursor and has no events. */
  afterId: v.optional(eventId),
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
  /** The invitations that the user has neither accepted nor declined, the newest first. */
  invitations: v.pipe(v.array(invitation), v.maxLength(limits.invitationsPerUser)),
  rooms: v.pipe(
    v.array(
      v.object({
        ...roomSummary.entries,
        online: v.pipe(v.array(userId), v.maxLength(limits.presenceMembers)),
        /**
         * How many messages above the user's read mark mention the user or have one of the user's highlight words, at most `mentionCount`;
         * missing if none do.
         */
        mentions: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.mentionCount))),
      }),
    ),
    v.maxLength(limits.followedRooms),
  ),
});
