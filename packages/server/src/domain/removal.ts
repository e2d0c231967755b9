import type { Refusal } from '@securechat/protocol/errors';
import { generalRoom, type RoomId, type UserId } from '@securechat/protocol/ids';

/** Which user is to be removed from which room, and by whom. */
type Removal = { readonly room: RoomId; readonly user: UserId; readonly by: UserId };

/** Why a removal is refused whatever the room's members: everybody belongs to #general, and leaving is another command. */
export function validateRemoval({ room, user, by }: Removal): Refusal | undefined {
  if (room === generalRoom) {
    return { code: 'not_allowed', detail: 'Nobody can be removed from #general.' };
  }
  if (user === by) return { code: 'not_allowed', detail: 'You cannot remove yourself. Leave the room instead.' };
  return undefined;
}
