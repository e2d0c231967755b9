import type { Change } from '@securechat/protocol/change';
import type { Refusal } from '@securechat/protocol/errors';
import type { EventId, RoomId } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import { err, ok, type Result } from '@securechat/protocol/result';
import { contentOf, type EventContent } from '../domain/change.ts';
import { spend } from './accounts.ts';
import type { AsyncResult, Caller, Context } from './context.ts';

/** Where a change is made, under the id chosen by its author's client. */
type Place = { readonly room: RoomId; readonly id: EventId };
/** A change that may be stored. */
type Admitted = Place & EventContent;

/** How long a refused change holds back later ones if its author never resends it. */
const holdMs = 10_000;
/** When to resend what could not be stored. */
const diskRetryMs = 1000;

const isStorageFailed = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'storage_failed';

type Held = { readonly id: EventId; readonly code: 'slow_down' | 'storage_failed'; readonly untilMs: number };

/** Stores and publishes the changes that one connection makes in rooms, in the order in which they arrived. */
export class ChangeSender {
  readonly #ctx: Context;
  readonly #caller: Caller;
  /** Rooms in which a change was refused for now: no later one may overtake it. */
  #held: Map<RoomId, Held> | undefined;

  constructor(ctx: Context, caller: Caller) {
    this.#ctx = ctx;
    this.#caller = caller;
  }

  /** Whether this change may be stored now. Called for one at a time, in the order of arrival. */
  async admit({ room, id, change }: Place & { readonly change: Change }): Promise<Result<Admitted, Refusal>> {
    const content = contentOf(change);
    if (!content.ok) return content;
    const admitted = { room, id, ...content.value };
    const waits = this.#overtakes(admitted);
    if (waits) return err(waits);
    this.#held?.delete(room);
    const paid = await spend(this.#ctx, 'message', this.#caller.user);
    if (paid.ok) return ok(admitted);
    this.#hold(admitted, 'slow_down', paid.error.retryAfterMs ?? 0);
    return paid;
  }

  /** Stores and publishes it. Changes get their seqs in the order in which they were admitted and sent here. */
  async send(ask: Admitted): AsyncResult<RoomEvent> {
    // An earlier change may have failed since this one was admitted.
    const waits = this.#overtakes(ask);
    if (waits) return err(waits);
    const { store, bus, clock } = this.#ctx;
    const { user: author, session } = this.#caller;
    const { room, id, type, payload } = ask;
    const appending = store.append({ room, id, author, session, type, payload, atMs: clock.nowMs() });
    appending.catch((thrown: unknown) => {
      // Of several that could not be stored, the first must be resent first.
      if (isStorageFailed(thrown) && !this.#overtakes(ask)) this.#hold(ask, 'storage_failed', diskRetryMs);
    });
    const stored = await appending;
    if (!stored.ok) return err({ code: stored.error });
    if (!stored.value.duplicate) bus.publish({ kind: 'event', event: stored.value.event });
    return ok(stored.value.event);
  }

  #overtakes(ask: Place): Refusal | undefined {
    const first = this.#held?.get(ask.room);
    const nowMs = this.#ctx.clock.monotonicMs();
    if (!first || first.id === ask.id || nowMs > first.untilMs + holdMs) return undefined;
    // When the first may be resent; after that, when the others are no longer held.
    const untilMs = nowMs < first.untilMs ? first.untilMs : first.untilMs + holdMs;
    return { code: first.code, retryAfterMs: Math.max(1, untilMs - nowMs) };
  }

  #hold(ask: Place, code: Held['code'], retryAfterMs: number): void {
    this.#held ??= new Map();
    this.#held.set(ask.room, { id: ask.id, code, untilMs: this.#ctx.clock.monotonicMs() + retryAfterMs });
  }
}
