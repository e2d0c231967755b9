import { handleLabel, type NamedRoom } from '@securechat/client/present';
import { generalRoom, ok, type Result } from '@securechat/protocol';
import { isDirect, type RoomHandle } from '../cli-args/room-flag.ts';
import { type CommandError, commandError } from '../output/command-error.ts';
import { serverName } from '../text/server-url.ts';
import { asked, type Opened } from './connect.ts';

/** The room of this name or id, or the direct room with a user. No request is needed for #general, whose id is its name. */
export async function findRoom(
  { client, target }: Pick<Opened, 'client' | 'target'>,
  handle: RoomHandle,
): Promise<Result<NamedRoom, CommandError>> {
  if (!isDirect(handle) && (handle as string) === generalRoom) return ok({ id: generalRoom, name: handle });
  const found = await client.findRoom(handle);
  if (found.ok || found.error.kind !== 'refused' || found.error.refusal.code !== 'no_such_room') {
    return await asked(Promise.resolve(found), target);
  }
  const where = serverName(target.url);
  if (isDirect(handle)) {
    const name = handle.slice(1);
    const hint = `To write one: securechat dm ${name} TEXT`;
    return commandError('refused', `There are no direct messages with ${name} at ${where}. ${hint}`);
  }
  return commandError(
    'refused',
    `There is no room ${handleLabel(handle)} at ${where}. List the rooms: securechat rooms`,
  );
}
