import type { RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import type { Invitation, RoomEvent } from '@securechat/protocol/model';
import type { Profile } from '@securechat/protocol/people';
import type { StoredStateEntry } from './user-state-store.ts';

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
  | { readonly kind: 'typing'; readonly room: RoomId; readonly user: UserId; readonly on: boolean }
  /** The room was deleted: its members are members no more. */
  | { readonly kind: 'room-deleted'; readonly room: RoomId }
  /** The user's profile has changed, and is to be shown in these rooms. */
  | { readonly kind: 'profile'; readonly rooms: readonly RoomId[]; readonly user: UserId; readonly profile: Profile }
  /** The same, for the user's own devices. */
  | { readonly kind: 'own-profile'; readonly user: UserId; readonly profile: Profile; readonly hidden: boolean }
  /** For the user's own devices: an invitation to a room, and the end of one. */
  | { readonly kind: 'invited'; readonly user: UserId; readonly invitation: Invitation }
  | { readonly kind: 'invitation-ended'; readonly user: UserId; readonly room: RoomId };

/** What is for the devices of one user. */
const ownKinds = ['own-profile', 'invited', 'invitation-ended'] as const;
type OwnMessage = Extract<EphemeralEvent, { readonly kind: (typeof ownKinds)[number] }>;

/** Whether a message is for the devices of one user. */
export function isOwn(message: BusMessage): message is OwnMessage {
  return (ownKinds as readonly string[]).includes(message.kind);
}

/** An event of a room, for the feeds. */
export type EventMessage = { readonly kind: 'event'; readonly event: RoomEvent };

/** A change of what a user keeps, for its connections. `origin` names the connection that made it. */
export type StateMessage = {
  readonly kind: 'state';
  readonly user: UserId;
  readonly ver: number;
  readonly entries: readonly Omit<StoredStateEntry, 'ver'>[];
  readonly origin: string | undefined;
};

/** A message on the bus. It belongs to the topics that `topicsOf` returns. */
export type BusMessage =
  | EventMessage
  | EphemeralEvent
  | StateMessage
  /** These sessions have ended: their connections are closed immediately. `accountDeleted`: because their account was deleted. */
  | { readonly kind: 'sessions-ended'; readonly sessions: readonly SessionId[]; readonly accountDeleted?: true };

/** What can be subscribed to: one room, one user, or the ends of sessions. */
export type Topic = `room:${RoomId}` | `user:${UserId}` | 'sessions';

/** The topics on which a message is published. A join is also published to its user, who does not follow the room yet. */
export function topicsOf(message: BusMessage): readonly Topic[] {
  switch (message.kind) {
    case 'event': {
      const { room, type, author } = message.event;
      return type === 'member-joined' ? [`room:${room}`, `user:${author}`] : [`room:${room}`];
    }
    case 'sessions-ended':
      return ['sessions'];
    case 'profile':
      return message.rooms.map((room) => `room:${room}` as const);
    case 'state':
    case 'own-profile':
    case 'invited':
    case 'invitation-ended':
      return [`user:${message.user}`];
    default:
      return [`room:${message.room}`];
  }
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
