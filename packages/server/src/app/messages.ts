import type { Body } from '@securechat/protocol/body';
import type { Refusal } from '@securechat/protocol/errors';
import type { EventId, RoomId, Seq } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import { err, ok, type Result } from '@securechat/protocol/result';
import { validateBody } from '../domain/message.ts';
import { pageBytes, sizeBytes } from '../domain/page-size.ts';
import type { ReadLimit } from '../ports/store.ts';
import { spend } from './accounts.ts';
import type { AsyncResult, Caller, Context } from './context.ts';

/** A message to send, under the id that its author's client chose. */
type Ask = { readonly room: RoomId; readonly id: EventId; readonly body: Body };

/** How long a refused message holds back later ones, if its author never sends it again. */
const holdMs = 10_000;
/** When to send again what could not be stored. */
const diskRetryMs = 1000;

const isStorageFailed = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'storage_failed';

type Held = { readonly id: EventId; readonly code: 'slow_down' | 'storage_failed'; readonly untilMs: number };

/** Sends the messages of one connection, in the order in which they arrived. */
export class MessageSender {
  readonly #ctx: Context;
  readonly #caller: Caller;
  /** Rooms in which a message was refused for now: no later message may overtake it. */
  #held: Map<RoomId, Held> | undefined;

  constructor(ctx: Context, caller: Caller) {
    this.#ctx = ctx;
    this.#caller = caller;
  }

  /** Whether this may be sent now. Called one message after another, in the order of arrival. */
  async admit(ask: Ask): Promise<Result<void, Refusal>> {
    const validated = validateBody(ask.body);
    if (!validated.ok) return validated;
    const waits = this.#overtakes(ask);
    if (waits) return err(waits);
    this.#held?.delete(ask.room);
    const paid = await spend(this.#ctx, 'message', this.#caller.user);
    if (!paid.ok) this.#hold(ask, 'slow_down', paid.error.retryAfterMs ?? 0);
    return paid;
  }

  /** Stores and publishes it. What was admitted first, and passed here first, gets the lower seq. */
  async send(ask: Ask): AsyncResult<RoomEvent> {
    // An earlier message may have failed since this one was admitted.
    const waits = this.#overtakes(ask);
    if (waits) return err(waits);
    const { store, bus, clock } = this.#ctx;
    const { user: author, session } = this.#caller;
    const { room, id, body: payload } = ask;
    const appending = store.append({ room, id, author, session, type: 'message', payload, atMs: clock.nowMs() });
    appending.catch((thrown: unknown) => {
      // Of several that could not be stored, the first must come first again.
      if (isStorageFailed(thrown) && !this.#overtakes(ask)) this.#hold(ask, 'storage_failed', diskRetryMs);
    });
    const stored = await appending;
    if (!stored.ok) return err({ code: stored.error });
    if (!stored.value.duplicate) bus.publish({ kind: 'event', event: stored.value.event });
    return ok(stored.value.event);
  }

  #overtakes(ask: Ask): Refusal | undefined {
    const first = this.#held?.get(ask.room);
    const nowMs = this.#ctx.clock.monotonicMs();
    if (!first || first.id === ask.id || nowMs > first.untilMs + holdMs) return undefined;
    // When the first may be sent again; after that, when the others no longer wait for it.
    const untilMs = nowMs < first.untilMs ? first.untilMs : first.untilMs + holdMs;
    return { code: first.code, retryAfterMs: Math.max(1, untilMs - nowMs) };
  }

  #hold(ask: Ask, code: Held['code'], retryAfterMs: number): void {
    this.#held ??= new Map();
    this.#held.set(ask.room, { id: ask.id, code, untilMs: this.#ctx.clock.monotonicMs() + retryAfterMs });
  }
}

/** A page of a room's past: ascending; `more` says whether any lie beyond. */
export type Page = { readonly events: readonly RoomEvent[]; readonly more: boolean };

/** As many events from the front as fit one page; at least one. */
export function fitting(events: readonly RoomEvent[]): RoomEvent[] {
  return fittingBy(events, sizeBytes);
}

/** As many from the front as fit one page, by how many bytes each takes of a frame, roughly; at least one. */
export function fittingBy<T>(items: readonly T[], weighItem: (item: T) => number): T[] {
  let left = pageBytes;
  const over = items.findIndex((item, i) => {
    left -= weighItem(item);
    return left < 0 && i > 0;
  });
  return over === -1 ? [...items] : items.slice(0, over);
}

/** What may still be read for a page of so many events: one more than is sent, which tells that there are more. */
export function leftOf(found: readonly RoomEvent[], limit: number): ReadLimit {
  const bytes = pageBytes - found.reduce((sum, event) => sum + sizeBytes(event), 0);
  return { events: bytes < 0 ? 0 : limit + 1 - found.length, bytes };
}

/** Reads a page of what this user may see: the newest below `before`, or the oldest above `after`; never outside its membership (G5). */
export async function readHistory(
  ctx: Context,
  caller: Caller,
  ask: { room: RoomId; before?: Seq | undefined; after?: Seq | undefined; limit: number },
): AsyncResult<Page> {
  const spans = await ctx.store.membershipRanges(ask.room, caller.user);
  if (spans.length === 0) return err({ code: 'not_a_member' });
  const found: RoomEvent[] = [];
  const left = (): ReadLimit => leftOf(found, ask.limit);
  if (ask.after !== undefined) {
    for (const { from, to } of spans) {
      const upTo = Math.min(to ?? Number.MAX_SAFE_INTEGER, (ask.before ?? Number.MAX_SAFE_INTEGER) - 1);
      const after = Math.max(ask.after, from - 1);
      if (left().events > 0 && upTo > after)
        found.push(...(await ctx.store.eventsAfter(ask.room, after, upTo, left())));
    }
    const events = fitting(found.slice(0, ask.limit));
    return ok({ events, more: found.length > events.length });
  }
  for (const { from, to } of spans.toReversed()) {
    const before = Math.min(ask.before ?? Number.MAX_SAFE_INTEGER, (to ?? Number.MAX_SAFE_INTEGER - 1) + 1);
    if (left().events > 0 && before > from) {
      found.unshift(...(await ctx.store.eventsBefore(ask.room, before, from, left())));
    }
  }
  const events = fitting(found.slice(-ask.limit).reverse()).reverse();
  return ok({ events, more: found.length > events.length });
}
