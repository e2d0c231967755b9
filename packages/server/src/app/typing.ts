import type { RoomId } from '@securechat/protocol/ids';
import { mayDo } from '../domain/permissions.ts';
import type { Caller, Context } from './context.ts';
import type { Following } from './following.ts';
import type { Hub } from './hub.ts';

/** Notifies the other members of a room that the user follows and may write in; does nothing for any other room, or while the user is hidden. */
export async function setTyping(
  { bus, store }: Pick<Context, 'bus' | 'store'>,
  hub: Pick<Hub, 'isHidden'>,
  { user }: Caller,
  { following, room, on }: { readonly following: Following | undefined; readonly room: RoomId; readonly on: boolean },
): Promise<void> {
  if (!following?.follows(room) || hub.isHidden(user)) return;
  const { kind, role, archived: isArchived = false } = (await store.room(room, user)) ?? {};
  if (!mayDo('send', { kind, role, isArchived, isAdministrator: false })) return;
  bus.publish({ kind: 'typing', room, user, on });
}
