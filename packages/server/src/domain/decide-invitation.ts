// Runs in the writer thread: relative files and types only.
import type { EventId, RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import type { MemberRole } from '@securechat/protocol/model';
import type { Result } from '@securechat/protocol/result';
import { firstRole } from './decide-membership.ts';
import { accept, refuse } from './decision.ts';
import type { NewEvent } from './new-event.ts';
import { mayDo, refusalTo } from './permissions.ts';
import type { RoomFacts } from './room-command.ts';
import { memberJoined } from './room-events.ts';

type Asks = { readonly by: UserId; readonly session: SessionId; readonly atMs: number };
type InvitationLimit = 'invitationsPerUser' | 'invitationsPerRoom' | 'invitationsByOne' | 'invitationsToOne';
/** Invites `user` to a room. */
type Invite = Asks & {
  readonly kind: 'invite';
  readonly room: RoomId;
  readonly user: UserId;
  /** The time that is compared with the end of a ban, if it is another than `atMs`. */
  readonly bansAtMs?: number;
  readonly limits: Readonly<Record<InvitationLimit, number>>;
};
/** Creates a link to a room; only the hash of its code is stored. */
type CreateLink = Asks & {
  readonly kind: 'link';
  readonly room: RoomId;
  readonly codeHash: Uint8Array;
  readonly expiresMs: number;
  /** The time that is compared with the ends of other links, if it is another than `atMs`. */
  readonly expiryMs?: number;
  readonly limits: { readonly invitationsPerRoom: number };
};
/** Makes `by` a member, by the invitation to a room or by a link. `expiryMs` is compared with the link's end. */
type AcceptInvitation = Asks & {
  readonly kind: 'accept';
  readonly to: { readonly room: RoomId } | { readonly codeHash: Uint8Array; readonly expiryMs: number };
  readonly id: EventId;
  /** The time that is compared with the end of a ban, if it is another than `atMs`. */
  readonly bansAtMs?: number;
  readonly limits: { readonly roomsPerUser: number };
};
/** Ends the invitation of `by`. */
type Decline = Asks & { readonly kind: 'decline'; readonly room: RoomId };
/** Ends the invitation of `user` or, without one, all links of the room. */
type Revoke = Asks & { readonly kind: 'revoke'; readonly room: RoomId; readonly user?: UserId | undefined };

/** Every change of the invitations to rooms. */
export type InvitationCommand = Invite | CreateLink | AcceptInvitation | Decline | Revoke;

/** A link that nobody has used. */
export type RoomLink = { readonly room: RoomId; readonly by: UserId; readonly expiresMs: number };

/** What the decision depends on, read in the same transaction. */
export type InvitationFacts = RoomFacts & {
  /** Whose invitation the user whom the command is about has; undefined without a pending one. */
  readonly invitedBy: UserId | undefined;
  /** The role of whoever made that invitation or the link; undefined if they are no members any more, or their account is disabled. */
  readonly inviterRole: MemberRole | undefined;
  /** Whether the user whom the command is about has blocked who made it. */
  readonly isInviterBlocked: boolean;
  /** The pending invitations by `by` to rooms in which they still are, and those of them that are to that user. */
  readonly pendingByAsker: number;
  readonly pendingByAskerToUser: number;
  /** The pending invitations of that user, and those of the room together with its links. */
  readonly pendingOfUser: number;
  readonly pendingOfRoom: number;
  /** The links of the room. */
  readonly links: number;
  /** The link that is to be accepted. */
  readonly link: RoomLink | undefined;
};

/**
 * `isBehind`: the user has blocked whoever invited before. That invitation is still the one that is listed for the room, because its end
 * would tell of the block; this one is delivered.
 */
export type AddsInvitation = {
  readonly kind: 'adds';
  readonly room: RoomId;
  readonly user: UserId;
  readonly by: UserId;
  readonly atMs: number;
  readonly isBehind: boolean;
};

/** What a store changes beside storing events. A membership that begins ends the invitation to it. */
export type InvitationChange =
  | AddsInvitation
  | { readonly kind: 'ends'; readonly room: RoomId; readonly user: UserId }
  | ({ readonly kind: 'adds-link'; readonly codeHash: Uint8Array; readonly atMs: number } & RoomLink)
  | { readonly kind: 'uses-link'; readonly codeHash: Uint8Array }
  | { readonly kind: 'ends-links'; readonly room: RoomId };

export type InvitationRefusal =
  | 'session_expired'
  | 'no_such_room'
  | 'not_a_member'
  | 'not_allowed'
  | 'direct_room'
  | 'room_closed'
  | 'archived'
  | 'banned'
  | 'no_such_user'
  | 'already_member'
  | 'too_many_invitations'
  | 'no_such_invitation'
  | 'too_many_rooms';

/** The events and changes that a command leads to, none if nothing needs to change; or why it is refused. */
export type InvitationDecision = Result<
  { readonly events: readonly NewEvent[]; readonly changes: readonly InvitationChange[] },
  InvitationRefusal
>;

const nothing = accept({ events: [], changes: [] });
const changes = (...made: InvitationChange[]) => accept({ events: [], changes: made });

/** Whoever was removed, or may only read now, brings nobody into the room with what they made before. */
const mayStillInvite = ({ kind, inviters, inviterRole: role }: InvitationFacts) =>
  mayDo('invite', { kind, inviters, role, isAdministrator: false });

function invite(facts: InvitationFacts, { room, user, by, atMs, bansAtMs = atMs, limits }: Invite): InvitationDecision {
  const refusal = refusalTo('invite', facts);
  if (refusal !== undefined) return refuse(refusal);
  if (!facts.targetIsActive) return refuse('no_such_user');
  if (facts.targetRole !== undefined) return refuse('already_member');
  if ((facts.targetBannedUntilMs ?? 0) > bansAtMs) return refuse('banned');
  // An invitation by somebody who is blocked is not delivered, and must not keep others from inviting.
  const isDelivered = !facts.isInviterBlocked || facts.invitedBy === by;
  if (facts.invitedBy !== undefined && mayStillInvite(facts) && isDelivered) return nothing;
  const isFull =
    facts.pendingOfUser >= limits.invitationsPerUser ||
    facts.pendingOfRoom >= limits.invitationsPerRoom ||
    facts.pendingByAsker >= limits.invitationsByOne ||
    facts.pendingByAskerToUser >= limits.invitationsToOne;
  if (isFull) return refuse('too_many_invitations');
  return changes({ kind: 'adds', room, user, by, atMs, isBehind: facts.isInviterBlocked });
}

function createLink(
  facts: InvitationFacts,
  { room, by, codeHash, atMs, expiresMs, expiryMs = atMs, limits }: CreateLink,
): InvitationDecision {
  const refusal = refusalTo('invite', facts);
  if (refusal !== undefined) return refuse(refusal);
  if (facts.pendingOfRoom >= limits.invitationsPerRoom) return refuse('too_many_invitations');
  return changes({ kind: 'adds-link', room, by, codeHash, atMs: expiryMs, expiresMs });
}

function acceptInvitation(
  facts: InvitationFacts,
  { to, by: author, id, atMs, bansAtMs = atMs, limits }: AcceptInvitation,
): InvitationDecision {
  const { link } = facts;
  const isPending = 'room' in to ? facts.invitedBy !== undefined : link !== undefined && link.expiresMs > to.expiryMs;
  const isOpen = isPending && mayStillInvite(facts);
  const room = 'room' in to ? to.room : link?.room;
  if (room !== undefined && facts.role !== undefined && (isOpen || 'room' in to)) return nothing;
  if (!isOpen || room === undefined) return refuse('no_such_invitation');
  if (facts.isArchived) return refuse('archived');
  if ((facts.bannedUntilMs ?? 0) > bansAtMs) return refuse('banned');
  if (facts.joinedRooms >= limits.roomsPerUser) return refuse('too_many_rooms');
  const by = 'room' in to ? facts.invitedBy : link?.by;
  const used = 'room' in to ? [] : [{ kind: 'uses-link', codeHash: to.codeHash } as const];
  return accept({ events: [memberJoined({ room, author, id, atMs }, firstRole(facts), by)], changes: used });
}

function revoke(facts: InvitationFacts, { room, user }: Revoke): InvitationDecision {
  const refusal = refusalTo('invite', facts);
  if (refusal !== undefined) return refuse(refusal);
  if (user === undefined) return facts.links > 0 ? changes({ kind: 'ends-links', room }) : refuse('no_such_invitation');
  return facts.invitedBy === undefined ? refuse('no_such_invitation') : changes({ kind: 'ends', room, user });
}

/** What a command changes in the invitations to rooms, and in their members. */
export function decideInvitation(facts: InvitationFacts, command: InvitationCommand): InvitationDecision {
  if (!facts.sessionOpen) return refuse('session_expired');
  switch (command.kind) {
    case 'invite':
      return invite(facts, command);
    case 'link':
      return createLink(facts, command);
    case 'accept':
      return acceptInvitation(facts, command);
    case 'decline':
      if (facts.invitedBy === undefined) return refuse('no_such_invitation');
      return changes({ kind: 'ends', room: command.room, user: command.by });
    case 'revoke':
      return revoke(facts, command);
  }
}
