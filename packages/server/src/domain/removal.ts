import type { Refusal } from '@securechat/protocol/errors';
import { generalRoom, type RoomId, type UserId } from '@securechat/protocol/ids';

/** Who is to be removed from where, and by whom. */
type Removal = { readonly room: RoomId; readonly user: UserId; readonly by: UserId };

/** What speaks against a removal whatever the room holds: everybody belongs to #general, and going oneself is another thing. */
export function validateRemoval({ room, user, by }: Removal): Refusal | undefined {
  if (room === generalRoom) {
    return { code: 'not_allowed', detail: 'Nobody can be removed from #general.' };
  }
  if (user === by) return { code: 'not_allowed', detail: 'You cannot remove yourself. Leave the room instead.' };
  return undefined;
}
