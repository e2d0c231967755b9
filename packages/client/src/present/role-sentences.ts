import type { RoomDescription } from '@securechat/protocol';
import { sayError } from '@securechat/protocol/errors';
import { cleanLine } from './clean.ts';
import { roomLabel } from './room-label.ts';

type Described = Pick<RoomDescription, 'kind' | 'role' | 'archived'> &
  Partial<Pick<RoomDescription, 'name' | 'with' | 'members'>>;

/** Why the user cannot write in a room, in sentences; undefined if they can. */
export function readOnlyText(room: Described): string | undefined {
  if (room.archived) return sayError('archived');
  if (room.role !== 'reader') return undefined;
  // Who is left alone in a direct room is its reader, because the other person deleted their account.
  if (room.kind === 'direct') {
    const other = room.with?.map(cleanLine).join(', ') || 'the other person';
    return `The account of ${other} was deleted, so this room can only be read.`;
  }
  return `You can only read ${roomLabel(room)}: you are a reader there. Its owners can make you a member.`;
}

/** Asked before an owner gives up that role. */
export const ownershipWarning =
  'You would no longer be an owner of this room, and only an owner can make you one again.';
