import type { RoomId, Seq, UserId } from '@securechat/protocol/ids';
import { endsMembershipOf, type RoomEvent } from '@securechat/protocol/model';
import type { SeqRange } from '../domain/visible-ranges.ts';
import type { EventMessage } from '../ports/bus.ts';

/**
 * `catching-up`: events are read from the store; those that the bus delivers in the meantime only raise `head`. `live`: everything up to
 * `head` has been sent, and the next event is forwarded as it arrives. `finishing`: the user is no longer a member; the rest of its
 * membership is being sent, and later events are ignored. `closed`: nothing more is sent.
 */
type State = 'catching-up' | 'live' | 'finishing' | 'closed';

/** The state of one room on its way to one connection. */
export type RoomSubscription = {
  readonly room: RoomId;
  readonly user: UserId;
  /** Resolves once the bus delivers the room's events: earlier ones must be read. */
  readonly listening: Promise<void>;
  state: State;
  /** Everything up to here has been sent. */
  sentSeq: Seq;
  /** Everything up to here is known to exist. */
  head: Seq;
  /** A batch was sent, or the room was live: the reader has a cursor in it. */
  started: boolean;
  /** The user became a member again at this seq, after an end of its membership that has not been sent yet. */
  rejoinSeq: Seq | undefined;
};

/** The inputs of a subscription. */
type Input =
  /** The bus delivered an event of the room. */
  | EventMessage
  /** The store has events up to here. */
  | { readonly kind: 'head'; readonly head: Seq }
  /** The store has no such room any more. The bus or the next comparison of heads reports that, and closes the subscription. */
  | { readonly kind: 'deleted' }
  /** A range of events is about to be sent. */
  | { readonly kind: 'range'; readonly range: SeqRange }
  /** Events of this range were sent. */
  | { readonly kind: 'batch'; readonly range: SeqRange; readonly events: readonly RoomEvent[] }
  /** All ranges were sent; `range` is the last of them. */
  | { readonly kind: 'ranges-sent'; readonly range: SeqRange | undefined };

/** What to do next: send the event, send it as the last one and close, read more from the store, or close. */
type Effect = 'none' | 'send' | 'send-last' | 'read' | 'close';

function onEvent(subscription: RoomSubscription, event: RoomEvent): Effect {
  const { seq, type } = event;
  const { sentSeq, user } = subscription;
  if (seq > subscription.head) subscription.head = seq;
  if (type === 'member-joined' && event.author === user && seq > sentSeq) subscription.rejoinSeq = seq;
  if (subscription.state !== 'live' || seq <= sentSeq) return 'none';
  if (seq > sentSeq + 1) {
    subscription.state = 'catching-up';
    return 'read';
  }
  subscription.sentSeq = seq;
  return endsMembershipOf(event) === user ? 'send-last' : 'send';
}

/** The only place where a subscription changes its state, except closing. It mutates in place, because it runs for each delivery. */
export function transition(subscription: RoomSubscription, input: Input): Effect {
  switch (input.kind) {
    case 'event':
      return onEvent(subscription, input.event);
    case 'head':
      subscription.head = Math.max(subscription.head, input.head);
      if (subscription.state !== 'live' || subscription.sentSeq >= subscription.head) return 'none';
      subscription.state = 'catching-up';
      return 'read';
    case 'deleted':
      subscription.head = subscription.sentSeq;
      return 'none';
    case 'range':
      subscription.sentSeq = input.range.after;
      subscription.head = Math.max(subscription.head, input.range.after, input.range.upTo ?? 0);
      return 'none';
    case 'batch': {
      const last = input.events.at(-1);
      subscription.started = true;
      subscription.sentSeq = last?.seq ?? subscription.sentSeq;
      const ends = last !== undefined && endsMembershipOf(last) === subscription.user;
      return ends && input.range.upTo === undefined ? 'close' : 'none';
    }
    case 'ranges-sent':
      if (!input.range || input.range.upTo !== undefined) return 'close';
      if (subscription.sentSeq < subscription.head) return 'read';
      subscription.state = 'live';
      subscription.started = true;
      return 'none';
  }
}
