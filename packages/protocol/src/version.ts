/**
 * The number of the wire. It goes up when a peer that does not know the change would misread a frame; new optional
 * fields and new event types do not raise it (readers ignore the first and show the second as unreadable).
 *
 * 1  first release. Added since, without raising it: `room.remove` and the event `removed`. An older client shows the event as
 *    unreadable and keeps its cursor; it notices at its next `sync` that the room is no longer its own. An older server answers
 *    `room.remove` with `unknown_type`. So it does with `password.change`.
 */
export const PROTOCOL_VERSION = 1;

/** The oldest version this code still speaks. */
export const OLDEST_VERSION = 1;

/** WebSocket subprotocol name (RFC 6455 section 1.9). */
export const SUBPROTOCOL = 'securechat.v1';
