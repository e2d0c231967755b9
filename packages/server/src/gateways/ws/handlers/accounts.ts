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
import type { Answer, Conversation, Signed } from '../conversation.ts';

/** hello → welcome. */
export async function hello(c: Conversation, frame: ClientFrameOf<'hello'>): Promise<Answer> {
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

function signedIn(c: Conversation, re: string, outcome: Result<SignedIn, Refusal>): Answer {
  if (!outcome.ok) return outcome;
  const { user, session, token } = outcome.value;
  const entered = c.signIn({ user, session }, token !== undefined);
  if (!entered.ok) return entered;
  return ok({ type: 'signed-in', re, user, session, ...(token === undefined ? {} : { token }) });
}

/** signup → signed-in. */
export async function signup(c: Conversation, frame: ClientFrameOf<'signup'>): Promise<Answer> {
  const { user, password, device, invite } = frame;
  const ask = { user, password, device, address: c.address, ...(invite === undefined ? {} : { invite }) };
  return signedIn(c, frame.id, await c.app.signUp(ask));
}

/** login → signed-in. */
export async function login(c: Conversation, frame: ClientFrameOf<'login'>): Promise<Answer> {
  const { user, password, device } = frame;
  return signedIn(c, frame.id, await c.app.logIn({ user, password, device, address: c.address }));
}

/** resume → signed-in. */
export async function resume(c: Conversation, frame: ClientFrameOf<'resume'>): Promise<Answer> {
  return signedIn(c, frame.id, await c.app.resume(frame.token, c.address));
}

/** logout → done, then the socket is closed. */
export async function logout(c: Conversation, frame: ClientFrameOf<'logout'>, signed: Signed): Promise<Answer> {
  signed.following?.stop(true);
  signed.following = undefined;
  // This socket is closed by what follows, after its answer, and not by the news of its session's end.
  signed.watched.stop();
  const ended = await c.app.endSession(signed.caller, signed.caller.session);
  if (ended.ok) c.send({ type: 'done', re: frame.id });
  c.close('session_ended');
  return undefined;
}

/** password.change → done. The next frame is dealt with meanwhile: hashes are slow on purpose. */
export async function changePassword(
  c: Conversation,
  frame: ClientFrameOf<'password.change'>,
  signed: Signed,
): Promise<Answer> {
  const changing = c.app
    .changePassword(signed.caller, { current: frame.current, new: frame.new })
    .then((changed): Answer => (changed.ok ? ok({ type: 'done', re: frame.id }) : changed));
  c.meanwhile(frame.id, changing);
  return undefined;
}

/** sessions.list → sessions. */
export async function listSessions(
  c: Conversation,
  frame: ClientFrameOf<'sessions.list'>,
  signed: Signed,
): Promise<Answer> {
  return ok({ type: 'sessions', re: frame.id, sessions: await c.app.listSessions(signed.caller) });
}

/** sessions.revoke → done. */
export async function revokeSession(
  c: Conversation,
  frame: ClientFrameOf<'sessions.revoke'>,
  signed: Signed,
): Promise<Answer> {
  const ended = await c.app.endSession(signed.caller, frame.session);
  return ended.ok ? ok({ type: 'done', re: frame.id }) : ended;
}
