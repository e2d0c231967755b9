import type { RoomId, Seq, UserId } from '@securechat/protocol/ids';
import type { BusMessage, EphemeralEvent, Subscription, Topic } from '../ports/bus.ts';
import type { Context } from './context.ts';
import { Feed, type FeedIndex } from './feed.ts';
import { type Followed, HeadWatch } from './head-watch.ts';
import type { Receiver } from './reader.ts';

export type { EphemeralEvent } from '../ports/bus.ts';

/** A connection that follows its rooms. */
export interface Listener extends Receiver {
  onEphemeral(ephemeral: EphemeralEvent): void;
}

/** The feeds of this process that are subscribed to one topic. */
type Channel = {
  readonly feeds: Set<Feed>;
  readonly subscription: Subscription;
  /** The newest seq that all feeds have received. */
  seq: Seq;
};

/** Passes what the bus delivers to the connections of this process, with one subscription per room and user. */
export class Hub implements FeedIndex, Followed {
  readonly #ctx: Pick<Context, 'bus' | 'clock' | 'log' | 'store'>;
  readonly #rooms = new Map<RoomId, Channel>();
  readonly #users = new Map<UserId, Channel>();
  readonly #listeners = new Map<Feed, Listener>();
  readonly #headWatch: HeadWatch;

  constructor(ctx: Pick<Context, 'bus' | 'clock' | 'log' | 'store'>) {
    this.#ctx = ctx;
    this.#headWatch = new HeadWatch(ctx, this);
  }

  /** Creates a feed for one connection of this user. */
  attach(user: UserId, listener: Listener): Feed {
    const feed = new Feed({ user, store: this.#ctx.store, receiver: listener, index: this });
    this.#listeners.set(feed, listener);
    // A join that is published before this is ready is found by the number of rooms.
    void this.#subscribe(this.#users, user, `user:${user}`, feed);
    this.#headWatch.run();
    return feed;
  }

  /** Stops a feed. */
  detach(feed: Feed): void {
    feed.stop();
    this.#listeners.delete(feed);
    unsubscribe(this.#users, feed.user, feed);
    if (this.#listeners.size === 0) this.#headWatch.pause();
  }

  follow(room: RoomId, feed: Feed): Promise<void> {
    return this.#subscribe(this.#rooms, room, `room:${room}`, feed);
  }

  unfollow(room: RoomId, feed: Feed): void {
    unsubscribe(this.#rooms, room, feed);
  }

  rooms(): readonly RoomId[] {
    return [...this.#rooms.keys()];
  }

  users(): readonly UserId[] {
    return [...this.#users.keys()];
  }

  compare(heads: ReadonlyMap<RoomId, Seq>, membershipCounts: ReadonlyMap<UserId, number>): void {
    for (const [room, head] of heads) {
      const channel = this.#rooms.get(room);
      if (!channel || channel.seq >= head) continue;
      channel.seq = head;
      for (const feed of channel.feeds) feed.onHead(room, head);
    }
    for (const [user, count] of membershipCounts) {
      for (const feed of this.#users.get(user)?.feeds ?? []) feed.onMembershipCount(count);
    }
  }

  /** Unsubscribes from the bus. */
  stop(): void {
    this.#headWatch.stop();
    for (const { subscription } of [...this.#rooms.values(), ...this.#users.values()]) subscription.close();
  }

  #subscribe<K>(channels: Map<K, Channel>, key: K, topic: Topic, feed: Feed): Promise<void> {
    let channel = channels.get(key);
    if (!channel) {
      const feeds = new Set<Feed>();
      const subscription = this.#ctx.bus.subscribe(topic, (message) => this.#deliver(made, message));
      const made: Channel = { feeds, subscription, seq: 0 };
      channel = made;
      channels.set(key, made);
    }
    channel.feeds.add(feed);
    return channel.subscription.ready;
  }

  #deliver(channel: Channel, message: BusMessage): void {
    // Feeds come and go during the delivery. A new one may receive it twice, which it ignores.
    if (message.kind === 'event') {
      channel.seq = Math.max(channel.seq, message.event.seq);
      for (const feed of channel.feeds) feed.onEvent(message);
    } else if (message.kind !== 'sessions-ended') {
      for (const feed of channel.feeds) {
        if (feed.user !== message.user) this.#listeners.get(feed)?.onEphemeral(message);
      }
    }
  }
}

function unsubscribe<K>(channels: Map<K, Channel>, key: K, feed: Feed): void {
  const channel = channels.get(key);
  if (!channel?.feeds.delete(feed) || channel.feeds.size > 0) return;
  channels.delete(key);
  channel.subscription.close();
}
