import * as v from 'valibot';
import { momentMs, nameAsTyped, requestId, roomId } from '../ids.ts';
import { limits } from '../limits.ts';
import { invitation, roomInvitation } from '../model.ts';

const code = v.pipe(v.string(), v.maxLength(64));

/**
 * Client → server. Invites a user to a room, as a member of it. The user is told on all devices, and `synced` lists the invitation until it is
 * accepted, declined or revoked. Inviting somebody twice changes nothing. Refused with `no_such_user`, `already_member`, or
 * `too_many_invitations` if too many are pending for the user, in the room, or by the same inviter. Answered by `done`.
 */
export const createInvitation = v.object({
  type: v.literal('invitation.create'),
  id: requestId,
  room: roomId,
  user: nameAsTyped,
});

/** Client → server. Requests the invitations that the user has neither accepted nor declined. Answered by `invitations`. */
export const listInvitations = v.object({ type: v.literal('invitation.list'), id: requestId });

/**
 * Client → server. Accepts an invitation, of which either the `room` is given or the `code` of a link: the user becomes a member. Stored as
 * `member-joined` with `by`; nothing is stored if the user is a member already. A link is used up by the first who accepts it. Refused with
 * `no_such_invitation`. Answered by `room`.
 */
export const acceptInvitation = v.object({
  type: v.literal('invitation.accept'),
  id: requestId,
  room: v.optional(roomId),
  code: v.optional(code),
});

/** Client → server. Declines the invitation to a room; whoever invited is not told. Refused with `no_such_invitation`. Answered by `done`. */
export const declineInvitation = v.object({ type: v.literal('invitation.decline'), id: requestId, room: roomId });

/**
 * Client → server. Revokes the invitation of a user to a room or, without `user`, the room's links that nobody has used. Those who invite can
 * revoke. Refused with `no_such_invitation` if there is none. Answered by `done`.
 */
export const revokeInvitation = v.object({
  type: v.literal('invitation.revoke'),
  id: requestId,
  room: roomId,
  user: v.optional(nameAsTyped),
});

/**
 * Client → server. Creates an invitation to a room for whoever uses its code first, for `expiresMs` milliseconds (default: seven days).
 * Clients show it as a link that opens the page of the server: `https://host:port/#join=CODE`. Browsers do not send what follows the `#`.
 * Refused with `too_many_invitations` if the room has too many. Answered by `invitation-link`.
 */
export const createInvitationLink = v.object({
  type: v.literal('invitation.link'),
  id: requestId,
  room: roomId,
  expiresMs: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.invitationLinkMs))),
});

/**
 * Client → server. Requests the pending invitations to a room, and how many of its links are unused. Those who may invite can ask; its moderators
 * and owners see all invitations, others their own. Answered by `room-invitations`.
 */
export const listRoomInvitations = v.object({ type: v.literal('room.invitations'), id: requestId, room: roomId });

/** Server → client. Answers `invitation.list`: the newest invitation first. */
export const invitations = v.object({
  type: v.literal('invitations'),
  re: requestId,
  invitations: v.pipe(v.array(invitation), v.maxLength(limits.invitationsPerUser)),
});

/** Server → client. Answers `room.invitations`: the newest invitation first, and the number of links that nobody has used. */
export const roomInvitations = v.object({
  type: v.literal('room-invitations'),
  re: requestId,
  room: roomId,
  invitations: v.pipe(v.array(roomInvitation), v.maxLength(limits.invitationsPerRoom)),
  links: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});

/** Server → client. Answers `invitation.link`. The code is sent only here; `expiresMs` is when it can no longer be used. */
export const invitationLink = v.object({
  type: v.literal('invitation-link'),
  re: requestId,
  code,
  expiresMs: momentMs,
});

/** Server → client. Somebody has invited the user. Best effort: `synced` and `invitation.list` have every invitation. */
export const invited = v.object({ type: v.literal('invited'), invitation });

/** Server → client. The invitation of the user to this room has ended: it was accepted, declined or revoked. Best effort. */
export const invitationEnded = v.object({ type: v.literal('invitation-ended'), room: roomId });
