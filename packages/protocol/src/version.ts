/**
 * Version of the wire. It goes up when a peer that does not know the change would misread a frame, or be refused what it has always
 * sent. New optional fields, event types and body kinds do not raise it: readers ignore the first, and keep the others and show them
 * as unreadable.
 *
 * 1  first release
 * 2  `say` is called `message.send`: every change of a room goes the same way, and has a frame named noun.verb
 */
export const PROTOCOL_VERSION = 2;

/** The oldest version that this code still supports. */
export const OLDEST_VERSION = 2;

/** WebSocket subprotocol name (RFC 6455 section 1.9). */
export const SUBPROTOCOL = 'securechat.v2';
