import type { RoomEvent } from '@securechat/protocol/model';
import { err, ok } from '@securechat/protocol/result';
import type { EventPlace } from '../ports/store.ts';
import type { AsyncResult, Caller, Context } from './context.ts';
import { fitting, leftOf } from './history.ts';

/** Messages that mention somebody, newest first. If there are older ones, pass `next` as `before` to continue. */
export type MentionPage = { readonly events: readonly RoomEvent[]; readonly next: EventPlace | undefined };

/** The newest messages that mention the caller, in all rooms that it is a member of. */
export async function listMentions(
  ctx: Context,
  { user }: Caller,
  { before, limit }: { before?: EventPlace | undefined; limit: number },
): AsyncResult<MentionPage> {
  // What is older than an event tells when that event was: nothing that someone may learn who cannot see it.
  if (before && !(await canSee(ctx, user, before))) return err({ code: 'not_a_member' });
  const found = await ctx.store.mentions({ user, before, limit: leftOf([], limit) });
  const events = fitting(found.slice(0, limit));
  const last = events.at(-1);
  return ok({ events, next: last && events.length < found.length ? { room: last.room, seq: last.seq } : undefined });
}

async function canSee({ store }: Context, user: Caller['user'], { room, seq }: EventPlace): Promise<boolean> {
  const ranges = await store.membershipRanges(room, user);
  return ranges.some(({ visibleFrom, to }) => visibleFrom <= seq && (to === undefined || seq <= to));
}
