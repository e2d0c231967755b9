import * as v from 'valibot';
import { nameAsTyped, requestId, roomName, sessionId, userId } from '../ids.ts';
import { limits } from '../limits.ts';
import { roomSummary } from '../model.ts';
import { sessionSummary } from '../people.ts';

/** Passwords are checked by the server, so that one that is too long gets an error that says so. It is not hashed. */
const rawPassword = v.pipe(v.string(), v.maxLength(limits.frameBytes));
const device = v.pipe(v.string(), v.maxLength(64));
const token = v.pipe(v.string(), v.maxLength(128));

/**
 * Client → server. Creates an account and logs this connection in. The user is a member of `general`, and of the rooms that the invite carries,
 * from the same moment. Answered by `signed-in`.
 */
export const signup = v.object({
  type: v.literal('signup'),
  id: requestId,
  user: nameAsTyped,
  password: rawPassword,
  invite: v.optional(v.pipe(v.string(), v.maxLength(128))),
  /** Name of the device in the list of sessions. */
  device,
});

/**
 * Client → server. Logs in with a password and starts a new session. Reconnections use `resume`. If the account already has as many
 * connections as are allowed (`connectionsPerUser`), its oldest one is closed (1001). Answered by `signed-in`.
 */
export const login = v.object({
  type: v.literal('login'),
  id: requestId,
  user: nameAsTyped,
  password: rawPassword,
  device,
});

/**
 * Client → server. Continues a session with its token. Answered by `signed-in` without a token. Refused with `session_expired` if the
 * session has ended; if it ended with its account, the message says so.
 */
export const resume = v.object({ type: v.literal('resume'), id: requestId, token });

/**
 * Client → server. Logs out: ends this connection's session permanently. Answered by `done`; then the server closes the socket with
 * 4001.
 */
export const logout = v.object({ type: v.literal('logout'), id: requestId });

/** Client → server. Requests the account's sessions. Answered by `sessions`. */
export const listSessions = v.object({ type: v.literal('session.list'), id: requestId });

/**
 * Client → server. Ends one session and closes its connections with 4001. Answered by `done`, before the close if it is the session of
 * this connection.
 */
export const revokeSession = v.object({ type: v.literal('session.revoke'), id: requestId, session: sessionId });

/**
 * Client → server. Changes the account's password. The current one is required, so that an unattended screen is not enough: if it is
 * wrong, the answer is `wrong_credentials`; if the new one breaks the rules, `weak_password`. All other sessions of the account end,
 * and their connections are closed with 4001; this one continues. Answered by `done`.
 */
export const changePassword = v.object({
  type: v.literal('password.change'),
  id: requestId,
  current: rawPassword,
  new: rawPassword,
});

/**
 * Client → server. Deletes the account for good. The password is required, as in `password.change`. All sessions of the account end, its
 * memberships end with a `member-left` that is `deleted`, and its profile and `state` are removed. Its messages stay, and its name is never free again.
 * Answered by `done`; then the server closes the socket with 4001.
 */
export const deleteAccount = v.object({ type: v.literal('account.delete'), id: requestId, password: rawPassword });

/** A room of an invite that the newcomer has not joined: its name, if it had one, and why, as a code and as a sentence. */
const missedRoom = v.object({
  name: v.optional(roomName),
  code: v.pipe(v.string(), v.maxLength(32)),
  message: v.pipe(v.string(), v.maxLength(500)),
});

/**
 * Server → client. Answers `signup`, `login` and `resume`: the user of this connection. The token is sent only once, when the
 * session is created. After a sign-up with an invite that carries rooms, `rooms` are those that the user has joined by it, and `missed` those that
 * were deleted (`no_such_room`) or archived (`archived`) in the meantime; both in the order of the invite.
 */
export const signedIn = v.object({
  type: v.literal('signed-in'),
  re: requestId,
  user: userId,
  session: sessionId,
  token: v.optional(token),
  rooms: v.optional(v.pipe(v.array(roomSummary), v.maxLength(limits.roomsPerInvite))),
  missed: v.optional(v.pipe(v.array(missedRoom), v.maxLength(limits.roomsPerInvite))),
});

/** Server → client. Answers `session.list`. */
export const sessions = v.object({
  type: v.literal('sessions'),
  re: requestId,
  sessions: v.pipe(v.array(sessionSummary), v.maxLength(limits.sessionsPerUser)),
});

/** Server → client. Answers a request that returns no data. */
export const done = v.object({ type: v.literal('done'), re: requestId });
