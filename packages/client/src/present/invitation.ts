import type { Invitation, RoomInvitation } from '@securechat/protocol';
import { typedRoomName } from '@securechat/protocol/typed-name';
import type { Session } from '../api.ts';
import { cleanLine } from './clean.ts';
import { labelInSentence, membersInWords, roomHandle, roomLabel } from './room-label.ts';

/** Who invites, and to what, without a full stop. */
export function invitationSentence(invitation: Invitation): string {
  const { by, members } = invitation;
  return `${cleanLine(by)} invites you to ${roomLabel(invitation)} (${membersInWords(members)})`;
}

/** A pending invitation to a room, for those who may invite: `bob, invited by ada`. */
export function pendingText({ user, by }: Pick<RoomInvitation, 'user' | 'by'>): string {
  return `${cleanLine(user)}, invited by ${cleanLine(by)}`;
}

/** How many links to a room nobody has used: `2 unused links`. */
export function unusedLinksText(count: number): string {
  return count === 1 ? '1 unused link' : `${count} unused links`;
}

/** What a user types to mean the room of an invitation. */
export function invitationHandle({ room: id, ...invitation }: Invitation): string {
  return cleanLine(roomHandle({ id, ...invitation }));
}

/** The invitation that a typed room means, with or without `#`; without one the only invitation. */
export function invitationTo(invitations: readonly Invitation[], typed: string): Invitation | undefined {
  const wanted = typedRoomName(typed);
  if (wanted === '') return invitations.length === 1 ? invitations[0] : undefined;
  return invitations.find(({ room, name }) => name === wanted || room === wanted);
}

/** Sentences for a newcomer about the rooms of their invite: those they have joined, and why they could not join the others. */
export function carriedRoomsTexts({ rooms = [], missed = [] }: Pick<Session, 'rooms' | 'missed'>): {
  readonly joined: string | undefined;
  readonly missed: readonly string[];
} {
  const labels = rooms.map(labelInSentence);
  const [before, last = ''] = [labels.slice(0, -1), labels.at(-1)];
  const named = before.length === 0 ? last : `${before.join(', ')} and ${last}`;
  return {
    joined: labels.length === 0 ? undefined : `You are now a member of ${named}.`,
    missed: missed.map(
      ({ name, message }) => `You have not joined ${labelInSentence({ name })}. ${cleanLine(message)}`,
    ),
  };
}
