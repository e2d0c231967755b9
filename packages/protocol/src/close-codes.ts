type CloseSpec = { readonly code: number; readonly reconnect: boolean; readonly message: string };

/** Why a socket was closed (RFC 6455 section 7.4): whether the client reconnects by itself, and the message that it shows until then. */
export const closeCodes = {
  normal: { code: 1000, reconnect: false, message: 'Closed.' },
  going_away: { code: 1001, reconnect: true, message: 'The server closed the connection.' },
  unsupported_data: { code: 1003, reconnect: false, message: 'Binary frames are not part of this protocol.' },
  lost: { code: 1006, reconnect: true, message: 'The connection was lost.' },
  policy: { code: 1008, reconnect: false, message: 'The server refused the connection.' },
  too_big: { code: 1009, reconnect: true, message: 'A frame was too large.' },
  restart: { code: 1012, reconnect: true, message: 'The server is restarting.' },
  bad_frames: { code: 4000, reconnect: false, message: 'Too many malformed frames.' },
  session_ended: { code: 4001, reconnect: false, message: 'Your session has ended. Log in again.' },
  account_deleted: { code: 4002, reconnect: false, message: 'This account was deleted. Nobody can log in to it.' },
  auth_deadline: { code: 4008, reconnect: true, message: 'The log-in took too long.' },
  slow_reader: {
    code: 4009,
    reconnect: true,
    message: 'This connection was too slow. What it missed is fetched again.',
  },
} as const satisfies Record<string, CloseSpec>;

export type CloseName = keyof typeof closeCodes;

/** What a close code means; an unknown one is treated as a lost connection. */
export function closeSpec(code: number): CloseSpec {
  return Object.values(closeCodes).find((spec) => spec.code === code) ?? { ...closeCodes.lost, code };
}
