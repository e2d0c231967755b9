import type { RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';

/** Sent to connected clients, never stored. One object for all receivers. */
export type EphemeralEvent =
  | {
      readonly kind: 'presence';
      readonly room: RoomId;
      readonly user: UserId;
      readonly online: boolean;
      /** Milliseconds since 1970. */
      readonly at: number;
    }
  | { readonly kind: 'typing'; readonly room: RoomId; readonly user: UserId; readonly on: boolean };

/** An event of a room, for the feeds. */
export type EventMessage = { readonly kind: 'event'; readonly event: RoomEvent };

/** A message on the bus. It belongs to the topics that `topicsOf` returns. */
export type BusMessage =
  | EventMessage
  | EphemeralEvent
  /** These sessions have ended: their connections are closed immediately. */
  | { readonly kind: 'sessions-ended'; readonly sessions: readonly SessionId[] };

/** What can be subscribed to: one room, one user, or the ends of sessions. */
export type Topic = `room:${RoomId}` | `user:${UserId}` | 'sessions';

/** The topics on which a message is published. A join is also published to its user, who does not follow the room yet. */
export function topicsOf(message: BusMessage): readonly Topic[] {
  if (message.kind === 'sessions-ended') return ['sessions'];
  if (message.kind !== 'event') return [`room:${message.room}`];
  const { room, type, author } = message.event;
  return type === 'joined' ? [`room:${room}`, `user:${author}`] : [`room:${room}`];
}

/** A subscription to one topic. */
export interface Subscription {
  /** Resolves once messages published from now on, by any process, are delivered. Earlier events must be read from the store. */
  readonly ready: Promise<void>;
  /** Stops the delivery. Closing twice is allowed. */
  close(): void;
}

/**
 * Carries messages between the parts of this process and to other processes. Delivery is best effort: messages may be dropped, repeated,
 * delayed and reordered, including the last ones. A subscriber that needs all of them compares with the store.
 */
export interface Bus {
  /** Sends to the subscribers of the message's topics. Neither waits nor fails. */
  publish(message: BusMessage): void;
  /** Calls `onMessage` for messages of the topic. An exception in it affects no other subscriber. */
  subscribe(topic: Topic, onMessage: (message: BusMessage) => void): Subscription;
  /** Calls `onReconnect` whenever the bus reconnects: anything may have been dropped. The returned function stops it. */
  onReconnect(onReconnect: () => void): () => void;
  /** Ends all subscriptions and disconnects. */
  close(): Promise<void>;
}
