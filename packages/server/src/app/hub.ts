import type { RoomId, UserId } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import type { BusMessage } from '../ports/bus.ts';
import type { Context } from './context.ts';
import { Feed, type FeedIndex } from './feed.ts';
import type { Receiver } from './reader.ts';

/** What is told to those who are there, and neither stored nor repeated. One object for all who hear it. */
export type EphemeralEvent =
  | {
      readonly kind: 'presence';
      readonly room: RoomId;
      readonly user: UserId;
      readonly online: boolean;
      readonly at: number;
    }
  | { readonly kind: 'typing'; readonly room: RoomId; readonly user: UserId; readonly on: boolean };

/** What a connection that follows its rooms takes beside events. */
export interface Listener extends Receiver {
  onEphemeral(ephemeral: EphemeralEvent): void;
}

/** Carries what the bus tells to the connections it concerns. */
export class Hub implements FeedIndex {
  readonly #ctx: Context;
  readonly #byRoom = new Map<RoomId, Set<Feed>>();
  readonly #byUser = new Map<UserId, Set<Feed>>();
  readonly #followers = new Map<Feed, Listener>();
  readonly #stop: () => void;
  #handledEvents = 0;

  constructor(ctx: Context) {
    this.#ctx = ctx;
    this.#stop = ctx.bus.subscribe((message) => this.#handle(message));
  }

  get handledEvents(): number {
    return this.#handledEvents;
  }

  /** Makes a feed for one connection of this user. */
  attach(user: UserId, listener: Listener): Feed {
    const feed = new Feed({ user, store: this.#ctx.store, receiver: listener, index: this });
    this.#followers.set(feed, listener);
    add(this.#byUser, user, feed);
    return feed;
  }

  /** Ends a feed. */
  detach(feed: Feed): void {
    feed.stop();
    this.#followers.delete(feed);
    remove(this.#byUser, feed.user, feed);
  }

  follow(room: RoomId, feed: Feed): void {
    add(this.#byRoom, room, feed);
  }

  unfollow(room: RoomId, feed: Feed): void {
    remove(this.#byRoom, room, feed);
  }

  /** Hears nothing more. */
  stop(): void {
    this.#stop();
  }

  #handle(message: BusMessage): void {
    if (message.kind === 'event') this.#event(message.event);
    else if (message.kind === 'presence') {
      const { user, online, atMs, rooms } = message;
      for (const room of rooms) this.#sendToOthers({ kind: 'presence', room, user, online, at: atMs });
    } else if (message.kind === 'typing') this.#sendToOthers(message);
  }

  #event(event: RoomEvent): void {
    this.#handledEvents++;
    // Feeds come and go while they are told. One that comes may hear it twice, which does no harm.
    for (const feed of this.#byRoom.get(event.room) ?? []) feed.onEvent(event);
    if (event.type !== 'joined') return;
    for (const feed of this.#byUser.get(event.author) ?? []) {
      if (!this.#byRoom.get(event.room)?.has(feed)) feed.onEvent(event);
    }
  }

  #sendToOthers(ephemeral: EphemeralEvent): void {
    for (const feed of this.#byRoom.get(ephemeral.room) ?? []) {
      if (feed.user !== ephemeral.user) this.#followers.get(feed)?.onEphemeral(ephemeral);
    }
  }
}

function add<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

function remove<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set?.delete(value) && set.size === 0) map.delete(key);
}
