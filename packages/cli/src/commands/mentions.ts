import type { ChatClient, EventPlace, Failure } from '@securechat/client';
import { ok, type Result, type RoomEvent } from '@securechat/protocol';
import { limits } from '@securechat/protocol/limits';
import { asked, withSession } from '../accounts/connect.ts';
import { roomNames } from '../accounts/room-names.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import type { CommandError } from '../output/command-error.ts';
import { eventPrinter } from '../output/event-line.ts';
import type { CommonFlags } from '../process/env.ts';

export type MentionsFlags = CommonFlags & { readonly limit?: number; readonly full?: boolean };

/** Messages printed by default. */
const defaultLimit = 50;

/** The newest `limit` messages that mention the user, newest first. */
async function newest(client: ChatClient, limit: number): Promise<Result<readonly RoomEvent[], Failure>> {
  const events: RoomEvent[] = [];
  let before: EventPlace | undefined;
  while (events.length < limit) {
    const page = await client.mentions({ before, limit: Math.min(limits.page, limit - events.length) });
    if (!page.ok) return page;
    events.push(...page.value.events);
    before = page.value.next;
    if (!before) break;
  }
  return ok(events);
}

/** Prints the newest messages that mention the user, in the order in which they were written. */
export async function mentions(run: CommandContext<MentionsFlags>): Promise<Result<void, CommandError>> {
  const { flags, out, env } = run;
  const { json, limit = defaultLimit, full = false } = flags;
  // The names of the user's rooms come with a catch-up.
  return await withSession(run, { recent: 0 }, async ({ client, target }) => {
    const { follow, roomOf } = roomNames();
    follow(client);
    const synced = await asked(client.synced(), target);
    if (!synced.ok) return synced;
    const found = await asked(newest(client, limit), target);
    if (!found.ok) return found;
    const print = eventPrinter(out, json, env.nowMs(), { roomOf, withRoom: true, full, at: target });
    for (const event of found.value.toReversed()) print(event);
    if (found.value.length === 0 && limit > 0) out.note('Nobody has mentioned you by name yet.');
    return ok(undefined);
  });
}
