import { ok, type Result, type UserId } from '@securechat/protocol';
import { asked, withSession } from '../accounts/connect.ts';
import { findRoom } from '../accounts/find-room.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { roomOf } from '../cli-args/room-flag.ts';
import type { CommandError } from '../output/command-error.ts';
import { clean } from '../text/clean.ts';

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
      for (const { user, online } of items) {
        if (run.flags.json) run.out.json({ user, online });
        else run.out.line(`${clean(user)}${online ? '  online' : ''}`);
      }
      after = items.at(-1)?.user;
      if (!more || after === undefined) return ok(undefined);
    }
  });
}
