import type { RoomId, Seq } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import { err, ok } from '@securechat/protocol/result';
import { visibleRanges } from '../domain/visible-ranges.ts';
import type { AsyncResult, Caller, Context } from './context.ts';
import { fitting } from './fitting.ts';
import { leftOf, notAMember } from './history.ts';
import { asTheyAreNow, type CurrentEvents, fittingNow } from './message-states.ts';

/** The result of a search. If it is incomplete, everything from `next` on has been searched; pass it as `before` to continue. */
export type FoundPage = CurrentEvents & { readonly next: Seq | undefined };

/** Membership ranges that one request searches: somebody may have joined and left ten thousand times. */
const maxMemberships = 20;

/** The newest messages with all the words, newest first, below `before`; never outside what the caller's memberships let it see (G5). */
export async function searchRoom(
  ctx: Context,
  caller: Caller,
  ask: { room: RoomId; words: string; before?: Seq | undefined; limit: number },
): AsyncResult<FoundPage> {
  const { room, words, limit } = ask;
  const memberships = await ctx.store.membershipRanges(room, caller.user);
  if (memberships.length === 0) return err(notAMember(await ctx.store.room(room, caller.user)));
  const found: RoomEvent[] = [];
  let next: Seq | undefined;
  let searched = 0;
  for (const { from, to } of visibleRanges(memberships).toReversed()) {
    const before = Math.min(ask.before ?? Number.MAX_SAFE_INTEGER, (to ?? Number.MAX_SAFE_INTEGER - 1) + 1);
    if (before <= from) continue;
    next = before;
    if (searched === maxMemberships) break;
    searched++;
    const page = await ctx.store.search({ room, words, from, before, limit: leftOf(found, limit) });
    found.push(...page.events);
    next = page.next;
    if (next !== undefined) break;
  }
  const page = fittingNow(await asTheyAreNow(ctx, room, fitting(found.slice(0, limit))));
  const rest = page.events.length < found.length ? page.events.at(-1)?.seq : next;
  return ok({ ...page, next: rest });
}
