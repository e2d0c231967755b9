import { type ClientFrameOf, ok } from '@securechat/protocol';
import type { AuthenticatedSession } from '../../../app/connection-session.ts';
import type { Connection } from '../../shared/connection.ts';
import { done, type RequestOutcome } from '../answer.ts';

/** room.remove → done. */
export async function removeMember(
  c: Connection,
  frame: ClientFrameOf<'room.remove'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const { room, user, reason } = frame;
  return done(frame.id, await c.session.app.removeMember(auth.caller, { room, user, reason }));
}

/** room.ban → done. */
export async function banMember(
  c: Connection,
  frame: ClientFrameOf<'room.ban'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const { room, user, forMs, reason } = frame;
  return done(frame.id, await c.session.app.banMember(auth.caller, { room, user, forMs, reason }));
}

/** room.unban → done. */
export async function unbanMember(
  c: Connection,
  frame: ClientFrameOf<'room.unban'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const { room, user } = frame;
  return done(frame.id, await c.session.app.unbanMember(auth.caller, { room, user }));
}

/** room.role → done. */
export async function setRole(
  c: Connection,
  frame: ClientFrameOf<'room.role'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const { room, user, role } = frame;
  return done(frame.id, await c.session.app.setRole(auth.caller, { room, user, role }));
}

/** room.bans → bans. */
export async function listBans(
  c: Connection,
  frame: ClientFrameOf<'room.bans'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const { room, after, limit } = frame;
  const listed = await c.session.app.listBans(auth.caller, { room, after, limit });
  if (!listed.ok) return listed;
  const { items, more } = listed.value;
  return ok({ type: 'bans', re: frame.id, room, bans: [...items], more });
}
