/**
 * The number of the wire. It goes up when a peer that does not know the change would misread a frame; new optional
 * fields and new event types do not raise it (readers ignore the first and show the second as unreadable).
 *
 * 1  first release
 */
export const PROTOCOL_VERSION = 1;

/** The oldest version this code still speaks. */
export const OLDEST_VERSION = 1;

/** WebSocket subprotocol name (RFC 6455 section 1.9). */
export const SUBPROTOCOL = 'securechat.v1';
