import * as v from 'valibot';
import { requestId, sessionId, userId } from '../ids.ts';
import { limits } from '../limits.ts';
import { sessionSummary } from '../model.ts';

/** Names are judged by the server, so that a bad one gets its own answer (`bad_name`, `weak_password`). */
const rawName = v.pipe(v.string(), v.maxLength(256));
const rawPassword = v.pipe(v.string(), v.maxLength(2048));
const device = v.pipe(v.string(), v.maxLength(64));
const token = v.pipe(v.string(), v.maxLength(128));

/** Client → server. Makes an account and signs this connection in. Answered by `signed-in`. */
export const signup = v.object({
  type: v.literal('signup'),
  id: requestId,
  user: rawName,
  password: rawPassword,
  invite: v.optional(v.pipe(v.string(), v.maxLength(128))),
  /** What the session is called in the list of sessions. */
  device,
});

/** Client → server. Opens a new session with a password. For people; reconnections use `resume`. Answered by `signed-in`. */
export const login = v.object({
  type: v.literal('login'),
  id: requestId,
  user: rawName,
  password: rawPassword,
  device,
});

/** Client → server. Takes a session up again with its token. Answered by `signed-in` without a token. */
export const resume = v.object({ type: v.literal('resume'), id: requestId, token });

/** Client → server. Ends this connection's session for good. Answered by `done`, then the socket is closed with 4001. */
export const logout = v.object({ type: v.literal('logout'), id: requestId });

/** Client → server. Asks for the account's sessions. Answered by `sessions`. */
export const listSessions = v.object({ type: v.literal('sessions.list'), id: requestId });

/** Client → server. Ends one session and closes its sockets. Answered by `done`. */
export const revokeSession = v.object({ type: v.literal('sessions.revoke'), id: requestId, session: sessionId });

/**
 * Client → server. Replaces the account's password. The current one is needed, so that an unattended screen is not enough; a wrong one is
 * refused as `wrong_credentials`, a new one that breaks the rules as `weak_password`. Every other session of the account ends. Answered by
 * `done`; this session goes on.
 */
export const changePassword = v.object({
  type: v.literal('password.change'),
  id: requestId,
  current: rawPassword,
  new: rawPassword,
});

/** Server → client. Answers `signup`, `login` and `resume`: who this connection now is. The token is told once, at its making. */
export const signedIn = v.object({
  type: v.literal('signed-in'),
  re: requestId,
  user: userId,
  session: sessionId,
  token: v.optional(token),
});

/** Server → client. Answers `sessions.list`. */
export const sessions = v.object({
  type: v.literal('sessions'),
  re: requestId,
  sessions: v.pipe(v.array(sessionSummary), v.maxLength(limits.sessionsPerUser)),
});

/** Server → client. Answers a request that has nothing more to tell. */
export const done = v.object({ type: v.literal('done'), re: requestId });
