import type { RoomId, Seq } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import { err, ok } from '@securechat/protocol/result';
import { fitting, type Page } from './chat.ts';
import type { Caller, Context, Outcome } from './context.ts';

/** The newest messages that have all the words, newest first, below `before`; never outside of the caller's membership (G5). */
export async function searchRoom(
  ctx: Context,
  caller: Caller,
  ask: { room: RoomId; words: string; before?: Seq | undefined; limit: number },
): Outcome<Page> {
  const { room, words, limit } = ask;
  const spans = await ctx.store.spans(room, caller.user);
  if (spans.length === 0) return err({ code: 'not_a_member' });
  const found: RoomEvent[] = [];
  for (const { from, to } of spans.toReversed()) {
    const before = Math.min(ask.before ?? Number.MAX_SAFE_INTEGER, (to ?? Number.MAX_SAFE_INTEGER - 1) + 1);
    const left = limit + 1 - found.length;
    if (left > 0 && before > from) found.push(...(await ctx.store.search({ room, words, from, before, limit: left })));
  }
  const events = fitting(found.slice(0, limit));
  return ok({ events, more: found.length > events.length });
}
