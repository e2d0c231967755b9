import { ok, type Result } from '@securechat/protocol';
import { limits } from '@securechat/protocol/limits';
import { asked, withSession } from '../connect.ts';
import { printEvent } from '../event-line.ts';
import { type Stop, stop } from '../failure.ts';
import { roomOf } from '../room-flag.ts';
import type { Run } from '../run.ts';

/** Prints the newest messages of a room that have all these words, oldest of them first as in a timeline. */
export async function search(run: Run, words: readonly string[]): Promise<Result<void, Stop>> {
  const { flags, out } = run;
  const room = roomOf(flags);
  if (!room.ok) return room;
  const wanted = words.join(' ').trim();
  if (wanted === '' || wanted.length > limits.searchText) {
    return stop('usage', `Give the words to look for, ${limits.searchText} letters at most.`);
  }
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    const found = await asked(client.search(room.value, wanted), target.url);
    if (!found.ok) return found;
    for (const event of found.value.toReversed()) printEvent(event, out, flags.json);
    if (found.value.length === 0) out.note(`#${room.value}: nothing found.`);
    if (found.value.length === limits.found) out.note(`These are the newest ${limits.found}; more words find fewer.`);
    return ok(undefined);
  });
}
