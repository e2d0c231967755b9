import { roomLabel } from '@securechat/client/present';
import { generalRoom, ok, type Result, type RoomName, type RoomSummary } from '@securechat/protocol';
import { type CommandError, commandError } from '../output/command-error.ts';
import { serverName } from '../text/server-url.ts';
import { asked, type Opened } from './connect.ts';

/** A room that a command is about. */
export type NamedRoom = Pick<RoomSummary, 'id' | 'name'>;

/** The room of this name or id. No request is needed for #general, whose id is its name. */
export async function findRoom(
  { client, target }: Pick<Opened, 'client' | 'target'>,
  name: RoomName,
): Promise<Result<NamedRoom, CommandError>> {
  if ((name as string) === generalRoom) return ok({ id: generalRoom, name });
  const found = await client.findRoom(name);
  if (found.ok || found.error.kind !== 'refused' || found.error.refusal.code !== 'no_such_room') {
    return await asked(Promise.resolve(found), target);
  }
  const label = roomLabel({ name });
  const where = serverName(target.url);
  return commandError('refused', `There is no room ${label} at ${where}. List the rooms: securechat rooms`);
}
