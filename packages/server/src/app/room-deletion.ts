import type { Refusal } from '@securechat/protocol/errors';
import type { RoomId } from '@securechat/protocol/ids';
import { err, ok } from '@securechat/protocol/result';
import type { DeletionRefusal } from '../domain/room-command.ts';
import type { DeletedRoom } from '../ports/store.ts';
import type { AsyncResult, Caller, Context } from './context.ts';
import { minute } from './room-change.ts';

function refusalOf({ code, fromMs }: DeletionRefusal): Refusal {
  if (code === 'not_allowed') {
    return { code, detail: 'Only the owners of a room can delete it, and #general is never deleted.' };
  }
  if (code !== 'delete_too_early' || fromMs === undefined) return { code };
  return { code, detail: `That room can be deleted from ${minute(fromMs)} on, seven days after it was archived.` };
}

/** Deletes a room, and tells its members and those who were invited to it. */
export async function deleteRoom(ctx: Context, { user: by, session }: Caller, room: RoomId): AsyncResult<void> {
  const { bus, clock, store, time } = ctx;
  const deleted = await store.deleteRoom({ room, by, session, atMs: clock.nowMs(), nowMs: time.earliestMs() });
  if (!deleted.ok) return err(refusalOf(deleted.error));
  tellDeleted(bus, room, deleted.value);
  return ok(undefined);
}

/** Tells everybody who had to do with a room that it is deleted. */
export function tellDeleted(bus: Context['bus'], room: RoomId, { invited, removed }: DeletedRoom): void {
  bus.publish({ kind: 'room-deleted', room });
  for (const user of invited) bus.publish({ kind: 'invitation-ended', user, room });
  for (const removal of removed) bus.publish({ kind: 'state', ...removal, origin: undefined });
}
