import type { Refusal } from '@securechat/protocol/errors';
import type { RoomId, Seq } from '@securechat/protocol/ids';
import type { RoomEvent, RoomSummary } from '@securechat/protocol/model';
import { err, ok } from '@securechat/protocol/result';
import { pageBytes, sizeBytes } from '../domain/page-size.ts';
import { type SeqSpan, visibleRanges } from '../domain/visible-ranges.ts';
import type { ReadLimit } from '../ports/store.ts';
import type { AsyncResult, Caller, Context } from './context.ts';
import { fitting } from './fitting.ts';
import { asTheyAreNow, type CurrentEvents, fittingNow } from './message-states.ts';

/** Why somebody who is not a member is refused, given what the store lets them see of the room. */
export function notAMember(room: RoomSummary | undefined): Refusal {
  return { code: room === undefined ? 'no_such_room' : 'not_a_member' };
}

/** A page of a room's log, ascending; `more` says whether there are events beyond. */
type LogPage = { readonly events: readonly RoomEvent[]; readonly more: boolean };
/**
 * A page of a room's history, ascending: without the events that change messages, which are as they are now. It holds for the room as it was at
 * `asOf` or later. `next` is where to continue, if there are events beyond.
 */
export type Page = CurrentEvents & { readonly asOf: Seq; readonly next: Seq | undefined };

/** What may still be read for a page: one event more than is sent, which shows whether there are more. */
export function leftOf(found: readonly RoomEvent[], limit: number): ReadLimit {
  const bytes = pageBytes - found.reduce((sum, event) => sum + sizeBytes(event), 0);
  return { events: bytes < 0 ? 0 : limit + 1 - found.length, bytes };
}

type HistoryAsk = { room: RoomId; before?: Seq | undefined; after?: Seq | undefined; limit: number };

/** How many pages of the log one page of history reads at most, where most events only change others. */
const maxLogPages = 5;
const isShown = ({ type }: RoomEvent) => type !== 'message-edited' && type !== 'message-deleted';

/** Reads a page of history: what `readLog` reads, with messages as they are now. */
export async function readHistory(ctx: Context, caller: Caller, ask: HistoryAsk): AsyncResult<Page> {
  // First of all, so that a room that the caller may not know of costs no more than none.
  const visible = await spansOf(ctx, caller, ask.room);
  if (!visible.ok) return visible;
  const asOf = (await ctx.store.heads([ask.room])).get(ask.room) ?? 0;
  const isUpward = ask.after !== undefined;
  let found: readonly RoomEvent[] = [];
  let next: Seq | undefined;
  for (let pages = 0, { before, after } = ask; pages < maxLogPages; pages++) {
    const limit = ask.limit - found.length;
    const { events, more } = await readSpans(ctx, visible.value, { ...ask, before, after, limit });
    const shown = events.filter(isShown);
    found = isUpward ? [...found, ...shown] : [...shown, ...found];
    next = more ? events.at(isUpward ? -1 : 0)?.seq : undefined;
    // A page with texts is long enough.
    if (next === undefined || found.length >= ask.limit || shown.length === events.length) break;
    if (isUpward) after = next;
    else before = next;
  }
  const page = fittingNow(await asTheyAreNow(ctx, ask.room, found), !isUpward);
  if (page.events.length < found.length) next = page.events.at(isUpward ? -1 : 0)?.seq;
  return ok({ ...page, asOf, next });
}

/** Reads a page of the log that this user may see: the newest below `before`, or the oldest above `after`; never outside what its memberships let it see (G5). */
export async function readLog(ctx: Context, caller: Caller, ask: HistoryAsk): AsyncResult<LogPage> {
  const visible = await spansOf(ctx, caller, ask.room);
  return visible.ok ? ok(await readSpans(ctx, visible.value, ask)) : visible;
}

/** What a caller may see of a room. */
async function spansOf({ store }: Context, { user }: Caller, room: RoomId): AsyncResult<readonly SeqSpan[]> {
  const memberships = await store.membershipRanges(room, user);
  return memberships.length === 0 ? err(notAMember(await store.room(room, user))) : ok(visibleRanges(memberships));
}

async function readSpans(ctx: Context, visible: readonly SeqSpan[], ask: HistoryAsk): Promise<LogPage> {
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
    return { events, more: found.length > events.length };
  }
  for (const { from, to } of visible.toReversed()) {
    const before = Math.min(ask.before ?? Number.MAX_SAFE_INTEGER, (to ?? Number.MAX_SAFE_INTEGER - 1) + 1);
    if (left().events > 0 && before > from) {
      found.unshift(...(await ctx.store.eventsBefore(ask.room, before, from, left())));
    }
  }
  const events = fitting(found.slice(-ask.limit).reverse()).reverse();
  return { events, more: found.length > events.length };
}
