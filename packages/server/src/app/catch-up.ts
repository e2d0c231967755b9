import type { RoomId, Seq } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { endsMembershipOf, type RoomEvent } from '@securechat/protocol/model';
import { pageBytes } from '../domain/page-size.ts';
import type { SeqRange } from '../domain/visible-ranges.ts';
import type { Store } from '../ports/store.ts';
import { fitting } from './fitting.ts';
import type { EventBatch, Plan, Receiver } from './reader.ts';
import { type RoomSubscription, transition } from './room-subscription.ts';

/** Where events are read from and sent to. */
type Parts = {
  readonly store: Pick<Store, 'eventsAfter' | 'heads'>;
  readonly receiver: Receiver;
  /** Whether the reply to a start is still to come after the batches. */
  readonly isStarting: () => boolean;
};

/**
 * Sends the plan's ranges from the store, and what has happened since, until the subscription is live or closed. Resolves with true if the
 * membership has ended and the subscription is to be closed.
 */
export async function catchUp(parts: Parts, subscription: RoomSubscription, plan: Plan): Promise<boolean> {
  const { ranges, header } = plan;
  for (const [i, range] of ranges.entries()) {
    if (await sendRange(parts, subscription, range, i === 0 ? plan : { jump: 'rejoined', header })) return true;
  }
  const last = ranges.at(-1);
  while (subscription.state !== 'closed') {
    // No await follows the last one, so no event can come between it and the state `live`.
    const effect = transition(subscription, { kind: 'ranges-sent', range: last });
    if (effect !== 'read') return effect === 'close';
    const rest = { after: subscription.sentSeq, upTo: undefined, resetsCursor: false };
    if (await sendRange(parts, subscription, rest, plan)) return true;
  }
  return false;
}

/** True if the membership ends with the range. */
async function sendRange(
  { store, receiver, isStarting }: Parts,
  subscription: RoomSubscription,
  range: SeqRange,
  { jump, header }: Pick<Plan, 'jump' | 'header'>,
): Promise<boolean> {
  if (isClosed(subscription)) return false;
  transition(subscription, { kind: 'range', range });
  const { room } = subscription;
  const end = () => range.upTo ?? subscription.head;
  for (let resets = range.resetsCursor; resets || subscription.sentSeq < end(); resets = false) {
    const events = await read(store, subscription, end());
    const start = resets && header && events.length === 0 ? await idAt(store, room, subscription.sentSeq) : {};
    const isDeleted = events.length === 0 && !(await store.heads([room])).has(room);
    // It was closed during the read.
    if (isClosed(subscription)) return false;
    if (isDeleted) {
      transition(subscription, { kind: 'deleted' });
      return false;
    }
    // A head without events behind it would be read in an endless loop.
    if (events.length === 0 && !resets) throw new Error(`room ${room} lacks events above ${subscription.sentSeq}`);
    const batch = { room, after: subscription.sentSeq, head: subscription.head, events };
    const effect = transition(subscription, { kind: 'batch', range, events });
    receiver.onBatch(resets ? { ...batch, jump, ...(header && { header }), ...start } : batch, isStarting());
    if (effect === 'close') return true;
    await receiver.ready();
    if (isClosed(subscription)) return false;
  }
  return false;
}

/** The event at which a member begins who gets no event of the room now. */
async function idAt(store: Parts['store'], room: RoomId, seq: Seq): Promise<Pick<EventBatch, 'afterId'>> {
  const [event] = seq === 0 ? [] : await store.eventsAfter(room, seq - 1, seq, { events: 1, bytes: 0 });
  return event ? { afterId: event.id } : {};
}

/** The next events that fit in one batch, up to the end of the user's membership. */
async function read(
  store: Parts['store'],
  { room, user, sentSeq }: RoomSubscription,
  upTo: Seq,
): Promise<readonly RoomEvent[]> {
  if (sentSeq >= upTo) return [];
  const events = fitting(await store.eventsAfter(room, sentSeq, upTo, { events: limits.syncPage, bytes: pageBytes }));
  const end = events.findIndex((event) => endsMembershipOf(event) === user);
  return end === -1 ? events : events.slice(0, end + 1);
}

function isClosed({ state }: RoomSubscription): boolean {
  return state === 'closed';
}
