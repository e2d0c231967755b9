import type { Failure } from '@securechat/client';
import type { RoomName, RoomSummary } from '@securechat/protocol';
import type { Result } from '@securechat/protocol/result';
import type { Opened } from '../accounts/connect.ts';

/** Joins a room, creating it first if it does not exist. */
export async function joinOrCreate(client: Opened['client'], name: RoomName): Promise<Result<RoomSummary, Failure>> {
  const joined = await client.joinRoom(name);
  if (joined.ok) return joined;
  if (joined.error.kind !== 'refused' || joined.error.refusal.code !== 'no_such_room') return joined;
  const created = await client.createRoom({ name });
  if (created.ok) return created;
  if (created.error.kind !== 'refused' || created.error.refusal.code !== 'room_exists') return created;
  // Another client created it in between.
  return await client.joinRoom(name);
}
