import type { Failure } from '@securechat/client';
import type { RoomId } from '@securechat/protocol';
import { ok, type Result } from '@securechat/protocol/result';
import type { Opened } from '../accounts/connect.ts';

/** Joins a room, creating it first if it does not exist. */
export async function joinOrCreate(client: Opened['client'], room: RoomId): Promise<Result<void, Failure>> {
  const joined = await client.joinRoom(room);
  if (joined.ok) return ok(undefined);
  if (joined.error.kind !== 'refused' || joined.error.refusal.code !== 'no_such_room') return joined;
  const created = await client.createRoom(room);
  if (created.ok) return ok(undefined);
  if (created.error.kind !== 'refused' || created.error.refusal.code !== 'room_exists') return created;
  // Another client created it in between.
  const again = await client.joinRoom(room);
  return again.ok ? ok(undefined) : again;
}
