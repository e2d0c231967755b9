import type { RoomId, UserId } from '@securechat/protocol/ids';
import type { Invitation, RoomEvent, RoomInvitation } from '@securechat/protocol/model';
import type { Result } from '@securechat/protocol/result';
import type { InvitationCommand, InvitationRefusal } from '../domain/decide-invitation.ts';

/** What has changed: whether anything has, the room it was about, and the events, in order. */
export type InvitationChanged = {
  readonly changed: boolean;
  readonly room: RoomId;
  readonly events: readonly RoomEvent[];
};

/** What is pending of a room: invitations, the newest first, and how many links can still be used. */
export type PendingOfRoom = { readonly invitations: readonly RoomInvitation[]; readonly links: number };

/** The invitations to rooms that are neither accepted nor declined, and links to rooms. */
export interface InvitationStore {
  /** Changes the invitations to a room, and its members (`decideInvitation`). */
  changeInvitation(command: InvitationCommand): Promise<Result<InvitationChanged, InvitationRefusal>>;
  /** The room of a link, by the hash of its code, also after its end; undefined if there is none. */
  linkRoom(codeHash: Uint8Array): Promise<RoomId | undefined>;
  /** The pending invitations of a user, the newest first; only that to `room`, if it is given. */
  invitations(user: UserId, room?: RoomId): Promise<readonly Invitation[]>;
  /** What is pending of a room at this time; only the invitations by `by`, if it is given. */
  roomInvitations(
    room: RoomId,
    ask: { readonly by?: UserId | undefined; readonly atMs: number },
  ): Promise<PendingOfRoom>;
}
