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
import type { SignedIn } from '../../../app/accounts.ts';
import { serverVersion } from '../../../version.ts';
import type { AuthenticatedSession, RequestContext, RequestOutcome } from '../request-context.ts';

/** hello → welcome. */
export async function hello(c: RequestContext, frame: ClientFrameOf<'hello'>): Promise<RequestOutcome> {
  if (frame.version < OLDEST_VERSION) return err({ code: 'unsupported_version' });
  c.greet();
  return ok({
    type: 'welcome',
    re: frame.id,
    version: Math.min(frame.version, PROTOCOL_VERSION),
    server: { name: 'securechat-server', version: serverVersion },
    generation: c.app.generation,
    signup: c.app.signupPolicy,
    passwordMin: c.app.passwordMin,
    heartbeatMs: limits.heartbeatMs,
    nowMs: c.nowMs(),
  });
}

function signedIn(c: RequestContext, re: string, outcome: Result<SignedIn, Refusal>): RequestOutcome {
  if (!outcome.ok) return outcome;
  const { user, session, token } = outcome.value;
  const entered = c.signIn({ user, session }, token !== undefined);
  if (!entered.ok) return entered;
  return ok({ type: 'signed-in', re, user, session, ...(token === undefined ? {} : { token }) });
}

/** signup → signed-in. */
export async function signup(c: RequestContext, frame: ClientFrameOf<'signup'>): Promise<RequestOutcome> {
  const { user, password, device, invite } = frame;
  const ask = { user, password, device, address: c.address, ...(invite === undefined ? {} : { invite }) };
  return signedIn(c, frame.id, await c.app.signUp(ask));
}

/** login → signed-in. */
export async function login(c: RequestContext, frame: ClientFrameOf<'login'>): Promise<RequestOutcome> {
  const { user, password, device } = frame;
  return signedIn(c, frame.id, await c.app.logIn({ user, password, device, address: c.address }));
}

/** resume → signed-in. */
export async function resume(c: RequestContext, frame: ClientFrameOf<'resume'>): Promise<RequestOutcome> {
  return signedIn(c, frame.id, await c.app.resume(frame.token, c.address));
}

/** logout → done, then the socket is closed. */
export async function logout(
  c: RequestContext,
  frame: ClientFrameOf<'logout'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  auth.following?.stop(true);
  auth.following = undefined;
  // This socket is closed by what follows, after its answer, and not by the news of its session's end.
  auth.watched.stop();
  const ended = await c.app.endSession(auth.caller, auth.caller.session);
  if (ended.ok) c.send({ type: 'done', re: frame.id });
  c.close('session_ended');
  return undefined;
}

/** password.change → done. The next frame is dealt with meanwhile: hashes are slow on purpose. */
export async function changePassword(
  c: RequestContext,
  frame: ClientFrameOf<'password.change'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const changing = c.app
    .changePassword(auth.caller, { current: frame.current, new: frame.new })
    .then((changed): RequestOutcome => (changed.ok ? ok({ type: 'done', re: frame.id }) : changed));
  c.respondLater(frame.id, changing);
  return undefined;
}

/** sessions.list → sessions. */
export async function listSessions(
  c: RequestContext,
  frame: ClientFrameOf<'sessions.list'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  return ok({ type: 'sessions', re: frame.id, sessions: await c.app.listSessions(auth.caller) });
}

/** sessions.revoke → done. */
export async function revokeSession(
  c: RequestContext,
  frame: ClientFrameOf<'sessions.revoke'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const ended = await c.app.endSession(auth.caller, frame.session);
  return ended.ok ? ok({ type: 'done', re: frame.id }) : ended;
}
