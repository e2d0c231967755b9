import type { Change } from '@securechat/protocol/change';
import type { Refusal } from '@securechat/protocol/errors';
import type { EventId, RoomId, UserId } from '@securechat/protocol/ids';
import { everybodyIn } from '@securechat/protocol/mention';
import type { RoomEvent } from '@securechat/protocol/model';
import { err, ok, type Result } from '@securechat/protocol/result';
import { contentOf, type EventContent } from '../domain/change.ts';
import type { StateMessage } from '../ports/bus.ts';
import { spend } from './accounts.ts';
import type { AsyncResult, Caller, Context } from './context.ts';
import { withEverybody } from './everybody.ts';
import type { Presence } from './presence.ts';
import { banRefusal } from './room-change.ts';

/** Where a change is made, under the id chosen by its author's client. */
type Place = { readonly room: RoomId; readonly id: EventId };
/** A change that may be stored. `isRetry`: it is stored already, so nothing can overtake it. */
type Admitted = Place & EventContent & { readonly isRetry?: true };

/** How long a refused change holds back later ones if its author never resends it. */
const holdMs = 10_000;
/** When to resend what could not be stored. */
const diskRetryMs = 1000;

const isStorageFailed = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'storage_failed';

type Held = { readonly id: EventId; readonly code: 'slow_down' | 'storage_failed'; readonly untilMs: number };

/** A draft was removed with its message. All connections of the user are told, also that which did it. */
function draftRemoved(user: UserId, room: RoomId, ver: number): StateMessage {
  return { kind: 'state', user, ver, entries: [{ kind: 'draft', key: room, value: null }], origin: undefined };
}

/** Stores and publishes the changes that one connection makes in rooms, in the order in which they arrived. */
export class ChangeSender {
  readonly #ctx: Context;
  readonly #caller: Caller;
  readonly #presence: Pick<Presence, 'online'>;
  /** Rooms in which a change was refused for now: no later one may overtake it. */
  #held: Map<RoomId, Held> | undefined;

  constructor(ctx: Context, caller: Caller, presence: Pick<Presence, 'online'>) {
    this.#ctx = ctx;
    this.#caller = caller;
    this.#presence = presence;
  }

  /**
   * Whether this change may be stored now. Called for one at a time, in the order of arrival. A retry of what is stored is never refused here:
   * its ack was lost, and without one its client could not go on.
   */
  async admit({ room, id, change }: Place & { readonly change: Change }): Promise<Result<Admitted, Refusal>> {
    const content = contentOf(change, this.#ctx.settings);
    if (!content.ok) return content;
    const { type, payload, names, removesDraft, changes } = content.value;
    const admitted = { room, id, type, payload, names, removesDraft, changes };
    const waits = this.#overtakes(admitted);
    if (waits) return (await this.#isStored(id)) ? ok({ ...admitted, isRetry: true }) : err(waits);
    this.#held?.delete(room);
    const paid = await spend(this.#ctx, 'message', this.#caller.user);
    // Most messages mention single people or nobody, and wait for nothing more.
    if (paid.ok && !everybodyIn(admitted.names)) return ok(admitted);
    if (paid.ok) return ok(await withEverybody(this.#ctx, this.#presence, this.#caller, admitted));
    // Looked up only now, which saves a read for each message that is new.
    if (await this.#isStored(id)) return ok({ ...admitted, isRetry: true });
    this.#hold(admitted, 'slow_down', paid.error.retryAfterMs ?? 0);
    return paid;
  }

  /** Stores and publishes it. Changes get their seqs in the order in which they were admitted and sent here. */
  async send(ask: Admitted): AsyncResult<RoomEvent> {
    // An earlier change may have failed since this one was admitted.
    const waits = ask.isRetry ? undefined : this.#overtakes(ask);
    if (waits) return err(waits);
    const { store, bus, clock, limiter } = this.#ctx;
    const { user: author, session } = this.#caller;
    const { room, id, type, payload, names, everybody, removesDraft, changes, isRetry } = ask;
    const atMs = clock.nowMs();
    // One literal: a spread would cost every message as much as all its other objects.
    const draft = { room, author, session, id, type, payload, atMs, names, everybody, removesDraft, changes };
    const appending = store.append(draft);
    appending.catch((thrown: unknown) => {
      // Of several that could not be stored, the first must be resent first.
      if (isStorageFailed(thrown) && !this.#overtakes(ask)) this.#hold(ask, 'storage_failed', diskRetryMs);
    });
    const stored = await appending;
    if (!stored.ok) {
      const { error: code } = stored;
      return err(
        code === 'not_a_member' ? await banRefusal(this.#ctx, { room, user: author, by: author }, code) : { code },
      );
    }
    const { event, duplicate, stateVer: ver } = stored.value;
    if (!duplicate) bus.publish({ kind: 'event', event });
    else if (!isRetry) await limiter.giveBack('message', author);
    if (ver !== undefined) bus.publish(draftRemoved(author, room, ver));
    return ok(event);
  }

  #isStored(id: EventId): Promise<boolean> {
    return this.#ctx.store.hasEvent(this.#caller.user, id);
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
