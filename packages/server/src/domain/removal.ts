import type { Refusal } from '@securechat/protocol/errors';
import { generalRoom, type RoomId, type UserId } from '@securechat/protocol/ids';
import type { MemberRole } from '@securechat/protocol/model';

/** Which user is to be removed or banned from which room, and by whom. */
type Removal = { readonly room: RoomId; readonly user: UserId; readonly by: UserId };

/** Why a removal or a ban is refused whatever the room's members: everybody belongs to #general, and leaving is another command. */
export function validateRemoval({ room, user, by }: Removal): Refusal | undefined {
  if (room === generalRoom) {
    const detail = 'Nobody can be removed from #general. An owner can make somebody a reader.';
    return { code: 'not_allowed', detail };
  }
  if (user === by) return { code: 'not_allowed', detail: 'You cannot remove yourself. Leave the room instead.' };
  return undefined;
}

/** Why a role cannot be given whatever the room's members: the owners of #general are the administrators. */
export function validateRoleChange({
  room,
  role,
}: {
  readonly room: RoomId;
  readonly role: MemberRole;
}): Refusal | undefined {
  if (room !== generalRoom || role !== 'owner') return undefined;
  const detail = 'The owners of #general are the administrators of the server. Its operator names them.';
  return { code: 'not_allowed', detail };
}
