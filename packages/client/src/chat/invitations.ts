import { type Invitation, limits, type RoomId } from '@securechat/protocol';
import type { UserState } from '../user-state/user-state.ts';
import type { ChatState } from './model.ts';

/** Events that change the pending invitations. */
export type InvitationInput =
  /** All of them, at the end of a catch-up. */
  | { readonly kind: 'invitations'; readonly invitations: readonly Invitation[] }
  | { readonly kind: 'invited'; readonly invitation: Invitation }
  | { readonly kind: 'invitation-ended'; readonly room: RoomId };

type Pending = ChatState['invitations'];

/** The pending invitations after this, the newest first. */
export function changeInvitations(pending: Pending, input: InvitationInput): Pending {
  switch (input.kind) {
    case 'invitations':
      return input.invitations;
    case 'invited': {
      const others = pending.filter(({ room }) => room !== input.invitation.room);
      return [input.invitation, ...others].slice(0, limits.invitationsPerUser);
    }
    default:
      return pending.filter(({ room }) => room !== input.room);
  }
}

/**
 * Those of the invitations that are not to rooms of the user, since an invitation ends when its room is joined, and not by somebody whom the
 * user has blocked.
 */
export function stillPending(
  pending: Pending,
  byRoom: ChatState['byRoom'],
  { block }: Pick<UserState, 'block'>,
): Pending {
  const isPending = ({ room, by }: Invitation) => byRoom[room] === undefined && !block.has(by);
  return pending.every(isPending) ? pending : pending.filter(isPending);
}
