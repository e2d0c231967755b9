import type { Refusal } from '@securechat/protocol/errors';
import type { RoomId, Seq } from '@securechat/protocol/ids';
import type { RoomEvent, RoomSummary } from '@securechat/protocol/model';
import { err, ok } from '@securechat/protocol/result';
import { pageBytes, sizeBytes } from '../domain/page-size.ts';
import { visibleRanges } from '../domain/visible-ranges.ts';
import type { ReadLimit } from '../ports/store.ts';
import type { AsyncResult, Caller, Context } from './context.ts';

/** Why somebody who is not a member is refused, given what the store lets them see of the room. */
export function notAMember(room: RoomSummary | undefined): Refusal {
  return { code: room === undefined ? 'no_such_room' : 'not_a_member' };
}

/** A page of a room's history, ascending; `more` says whether there are events beyond. */
export type Page = { readonly events: readonly RoomEvent[]; readonly more: boolean };

/** As many leading events as fit in one page; at least one. */
export function fitting(events: readonly RoomEvent[]): RoomEvent[] {
  return fittingBy(events, sizeBytes);
}

/** As many leading items as fit in one page, by their approximate size in a frame; at least one. */
export function fittingBy<T>(items: readonly T[], weighItem: (item: T) => number): T[] {
  let left = pageBytes;
  const over = items.findIndex((item, i) => {
    left -= weighItem(item);
    return left < 0 && i > 0;
  });
  return over === -1 ? [...items] : items.slice(0, over);
}

/** What may still be read for a page: one event more than is sent, which shows whether there are more. */
export function leftOf(found: readonly RoomEvent[], limit: number): ReadLimit {
  const bytes = pageBytes - found.reduce((sum, event) => sum + sizeBytes(event), 0);
  return { events: bytes < 0 ? 0 : limit + 1 - found.length, bytes };
}

/** Reads a page of what this user may see: the newest below `before`, or the oldest above `after`; never outside what its memberships let it see (G5). */
export async function readHistory(
  ctx: Context,
  caller: Caller,
  ask: { room: RoomId; before?: Seq | undefined; after?: Seq | undefined; limit: number },
): AsyncResult<Page> {
  const memberships = await ctx.store.membershipRanges(ask.room, caller.user);
  if (memberships.length === 0) return err(notAMember(await ctx.store.room(ask.room, caller.user)));
  const visible = visibleRanges(memberships);
  const found: RoomEvent[] = [];
  const left = (): ReadLimit => leftOf(found, ask.limit);
  if (ask.after !== undefined) {
    for (const { from, to } of visible) {
      const upTo = Math.min(to ?? Number.MAX_SAFE_INTEGER, (ask.before ?? Number.MAX_SAFE_INTEGER) - 1);
      const after = Math.max(ask.after, from - 1);
      if (left().events > 0 && upTo > after)
        found.push(...(await ctx.store.eventsAfter(ask.room, after, upTo, left())));
    }
    const events = fitting(found.slice(0, ask.limit));
    return ok({ events, more: found.length > events.length });
  }
  for (const { from, to } of visible.toReversed()) {
    const before = Math.min(ask.before ?? Number.MAX_SAFE_INTEGER, (to ?? Number.MAX_SAFE_INTEGER - 1) + 1);
    if (left().events > 0 && before > from) {
      found.unshift(...(await ctx.store.eventsBefore(ask.room, before, from, left())));
    }
  }
  const events = fitting(found.slice(-ask.limit).reverse()).reverse();
  return ok({ events, more: found.length > events.length });
}
