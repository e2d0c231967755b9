import {
  type ClientFrameOf,
  err,
  limits,
  OLDEST_VERSION,
  ok,
  PROTOCOL_VERSION,
  type Refusal,
  type Result,
} from '@securechat/protocol';
import type { SignedIn, SignedUp } from '../../../app/accounts.ts';
import type { AuthenticatedSession } from '../../../app/connection-session.ts';
import { serverVersion } from '../../../version.ts';
import type { Connection } from '../../shared/connection.ts';
import { done, type RequestOutcome, respondLater, sendFrame } from '../answer.ts';

/** hello → welcome. */
export async function hello(c: Connection, frame: ClientFrameOf<'hello'>): Promise<RequestOutcome> {
  if (frame.version < OLDEST_VERSION) {
    return err({ code: 'unsupported_version', versions: { oldest: OLDEST_VERSION, newest: PROTOCOL_VERSION } });
  }
  c.session.greet();
  return ok({
    type: 'welcome',
    re: frame.id,
    version: Math.min(frame.version, PROTOCOL_VERSION),
    server: { name: 'securechat-server', version: serverVersion },
    generation: c.session.app.generation,
    signup: c.session.app.signupPolicy,
    passwordMin: c.session.app.passwordMin,
    heartbeatMs: limits.heartbeatMs,
    nowMs: c.nowMs(),
  });
}

function signedIn(c: Connection, re: string, outcome: Result<SignedIn & Partial<SignedUp>, Refusal>): RequestOutcome {
  if (!outcome.ok) return outcome;
  const { user, session, token, joined = [], missed = [] } = outcome.value;
  const entered = c.session.signIn({ user, session }, token !== undefined);
  if (!entered.ok) return entered;
  return ok({
    ...{ type: 'signed-in', re, user, session },
    ...(token !== undefined && { token }),
    ...(joined.length > 0 && { rooms: [...joined] }),
    ...(missed.length > 0 && { missed: missed.map(toMissedRoom) }),
  });
}

type Missed = SignedUp['missed'][number];
const whyMissed: Readonly<Record<Missed['code'], string>> = {
  no_such_room: 'It was deleted.',
  archived: 'It is archived. Its owners can end that.',
};
const toMissedRoom = ({ name, code }: Missed) => ({
  ...(name !== undefined && { name }),
  ...{ code, message: whyMissed[code] },
});

/** signup → signed-in. */
export async function signup(c: Connection, frame: ClientFrameOf<'signup'>): Promise<RequestOutcome> {
  const { user, password, device, invite } = frame;
  const ask = { user, password, device, address: c.session.address, ...(invite === undefined ? {} : { invite }) };
  return signedIn(c, frame.id, await c.session.app.signUp(ask));
}

/** login → signed-in. */
export async function login(c: Connection, frame: ClientFrameOf<'login'>): Promise<RequestOutcome> {
  const { user, password, device } = frame;
  return signedIn(c, frame.id, await c.session.app.logIn({ user, password, device, address: c.session.address }));
}

/** resume → signed-in. */
export async function resume(c: Connection, frame: ClientFrameOf<'resume'>): Promise<RequestOutcome> {
  return signedIn(c, frame.id, await c.session.app.resume(frame.token, c.session.address));
}

/** logout → done, then the socket is closed. */
export async function logout(
  c: Connection,
  frame: Pick<ClientFrameOf<'logout'>, 'id'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  await c.session.logOut(auth);
  sendFrame(c, { type: 'done', re: frame.id });
  c.session.end('session_ended');
  return undefined;
}

/** password.change → done. The next frame is handled in the meantime, because hashing is slow on purpose. */
export async function changePassword(
  c: Connection,
  frame: ClientFrameOf<'password.change'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const changing = c.session.app
    .changePassword(auth.caller, { current: frame.current, new: frame.new })
    .then((changed) => done(frame.id, changed));
  respondLater(c, frame.id, changing);
  return undefined;
}

/** account.delete → done, then the socket is closed. The next frame is handled in the meantime, as in password.change. */
export async function deleteAccount(
  c: Connection,
  frame: ClientFrameOf<'account.delete'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const deleting = c.session.deleteAccount(auth, frame.password).then((deleted): RequestOutcome => {
    if (!deleted.ok) return deleted;
    sendFrame(c, { type: 'done', re: frame.id });
    c.session.end('account_deleted');
    return undefined;
  });
  respondLater(c, frame.id, deleting);
  return undefined;
}

/** session.list → sessions. */
export async function listSessions(
  c: Connection,
  frame: ClientFrameOf<'session.list'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  return ok({ type: 'sessions', re: frame.id, sessions: await c.session.app.listSessions(auth.caller) });
}

/** session.revoke → done. */
export async function revokeSession(
  c: Connection,
  frame: ClientFrameOf<'session.revoke'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  if (frame.session === auth.caller.session) return await logout(c, frame, auth);
  return done(frame.id, await c.session.app.endSession(auth.caller, frame.session));
}
