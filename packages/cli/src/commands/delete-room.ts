import { roomLabel } from '@securechat/client/present';
import { ok, type Result } from '@securechat/protocol';
import { asked, withSession } from '../accounts/connect.ts';
import { whereFields, whereWords } from '../accounts/where.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { parseRoomName } from '../cli-args/room-flag.ts';
import { type CommandError, commandError } from '../output/command-error.ts';
import type { CommonFlags } from '../process/env.ts';

export type DeleteRoomFlags = CommonFlags & { readonly yes?: boolean };

/** Asks for the name of the room, unless the user has confirmed with --yes. */
async function confirmed(run: CommandContext<DeleteRoomFlags>, label: string): Promise<Result<void, CommandError>> {
  if (run.flags.yes) return ok(undefined);
  run.out.warn(`This deletes ${label} for good, with everything that was written in it.`);
  const typed = await run.ask.text('Type the name of the room to confirm: ');
  // Without a terminal nobody can be asked.
  if (!typed.ok) return typed.error.exit === 'usage' ? commandError('usage', 'To confirm, add --yes.') : typed;
  const isSame = typed.value.trim().replace(/^#/, '').toLowerCase() === label.replace(/^#/, '');
  return isSame ? ok(undefined) : commandError('refused', 'Not confirmed. Nothing was deleted.');
}

/** Deletes an archived room; only its owners can, and only some time after it was archived. */
export async function deleteRoom(
  run: CommandContext<DeleteRoomFlags>,
  typed: string,
): Promise<Result<void, CommandError>> {
  const name = parseRoomName(typed);
  if (!name.ok) return name;
  return await withSession(run, { follow: false }, async ({ client, target, session }) => {
    const found = await asked(client.findRoom(name.value), target);
    if (!found.ok) return found;
    const label = roomLabel(found.value);
    const sure = await confirmed(run, label);
    if (!sure.ok) return sure;
    const deleted = await asked(client.deleteRoom(found.value.id), target);
    if (!deleted.ok) return deleted;
    if (run.flags.json) run.out.json({ room: found.value.id, deleted: true, ...whereFields(target, session.user) });
    else run.out.done(`Deleted ${label}${whereWords(target, session.user)}.`);
    return ok(undefined);
  });
}
