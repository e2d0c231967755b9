import { roomLabel } from '@securechat/client/present';
import { ok, type Result } from '@securechat/protocol';
import { limits } from '@securechat/protocol/limits';
import { asked, withSession } from '../accounts/connect.ts';
import { findRoom } from '../accounts/find-room.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { roomOf } from '../cli-args/room-flag.ts';
import { type CommandError, commandError } from '../output/command-error.ts';
import { eventPrinter } from '../output/event-line.ts';

/** Prints the newest messages of a room that contain all these words, in the order of the timeline. */
export async function search(run: CommandContext, words: readonly string[]): Promise<Result<void, CommandError>> {
  const { flags, out } = run;
  const name = roomOf(flags);
  if (!name.ok) return name;
  const wanted = words.join(' ').trim();
  if (wanted === '' || wanted.length > limits.searchText) {
    return commandError('usage', `Give the words to search for, at most ${limits.searchText} characters.`);
  }
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    const room = await findRoom({ client, target }, name.value);
    if (!room.ok) return room;
    const found = await asked(client.search(room.value.id, wanted), target);
    if (!found.ok) return found;
    const print = eventPrinter(out, flags.json, run.env.nowMs(), { roomOf: () => room.value, at: target });
    const { events, more } = found.value;
    for (const event of events.toReversed()) print(event);
    if (events.length === 0) out.note(`${roomLabel(room.value)}: no messages found.`);
    if (events.length === limits.found)
      out.note(`Showing the newest ${limits.found} matches; add words to narrow the search.`);
    else if (more) out.note('The oldest messages were not searched; add words to narrow the search.');
    return ok(undefined);
  });
}
