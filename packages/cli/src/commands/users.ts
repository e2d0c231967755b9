import { personText } from '@securechat/client/present';
import { ok, type Result, type UserId } from '@securechat/protocol';
import { asked, withSession } from '../accounts/connect.ts';
import { findRoom } from '../accounts/find-room.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { roomOf } from '../cli-args/room-flag.ts';
import type { CommandError } from '../output/command-error.ts';

/** Prints the members of a room and who is online. */
export async function users(run: CommandContext): Promise<Result<void, CommandError>> {
  const name = roomOf(run.flags);
  if (!name.ok) return name;
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    const room = await findRoom({ client, target }, name.value);
    if (!room.ok) return room;
    let after: UserId | undefined;
    for (;;) {
      const members = await asked(client.members(room.value.id, { after }), target);
      if (!members.ok) return members;
      const { items, more } = members.value;
      for (const { online, role, ...profile } of items) {
        const about = [personText(profile), ...(role === 'member' ? [] : [role]), ...(online ? ['online'] : [])];
        if (run.flags.json) run.out.json({ ...profile, role, online });
        else run.out.line(about.join('  '));
      }
      after = items.at(-1)?.user;
      if (!more || after === undefined) return ok(undefined);
    }
  });
}
