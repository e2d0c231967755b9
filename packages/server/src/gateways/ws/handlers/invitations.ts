import { type ClientFrameOf, err, ok } from '@securechat/protocol';
import type { AuthenticatedSession } from '../../../app/connection-session.ts';
import type { Connection } from '../../shared/connection.ts';
import { done, type RequestOutcome } from '../answer.ts';

/** invitation.create → done. */
export async function createInvitation(
  c: Connection,
  { id, room, user }: ClientFrameOf<'invitation.create'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  return done(id, await c.session.app.invite(auth.caller, room, user));
}

/** invitation.list → invitations. */
export async function listInvitations(
  c: Connection,
  { id }: ClientFrameOf<'invitation.list'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const invitations = await c.session.app.listInvitations(auth.caller);
  return ok({ type: 'invitations', re: id, invitations: [...invitations] });
}

/** invitation.accept → room. */
export async function acceptInvitation(
  c: Connection,
  { id, room, code }: ClientFrameOf<'invitation.accept'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  if ((room === undefined) === (code === undefined)) {
    return err({ code: 'bad_frame', detail: 'invitation.accept needs either a room or a code' });
  }
  const ask = room === undefined ? { code: code ?? '' } : { room };
  const accepted = await c.session.app.acceptInvitation(auth.caller, ask);
  return accepted.ok ? ok({ type: 'room', re: id, room: accepted.value }) : accepted;
}

/** invitation.decline → done. */
export async function declineInvitation(
  c: Connection,
  { id, room }: ClientFrameOf<'invitation.decline'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  return done(id, await c.session.app.declineInvitation(auth.caller, room));
}

/** invitation.revoke → done. */
export async function revokeInvitation(
  c: Connection,
  { id, room, user }: ClientFrameOf<'invitation.revoke'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  return done(id, await c.session.app.revokeInvitation(auth.caller, { room, user }));
}

/** room.invitations → room-invitations. */
export async function listRoomInvitations(
  c: Connection,
  { id, room }: ClientFrameOf<'room.invitations'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const listed = await c.session.app.listRoomInvitations(auth.caller, room);
  if (!listed.ok) return listed;
  const { invitations, links } = listed.value;
  return ok({ type: 'room-invitations', re: id, room, invitations: [...invitations], links });
}

/** invitation.link → invitation-link. */
export async function createInvitationLink(
  c: Connection,
  { id, room, expiresMs }: ClientFrameOf<'invitation.link'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const link = await c.session.app.inviteByLink(auth.caller, { room, expiresMs });
  return link.ok ? ok({ type: 'invitation-link', re: id, ...link.value }) : link;
}
