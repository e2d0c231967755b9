import type { RoomId, Seq, UserId } from '@securechat/protocol/ids';
import { type BusMessage, type EphemeralEvent, isOwn, type Subscription, type Topic } from '../ports/bus.ts';
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
  /** Those of the users who are hidden: they are not told who is online, away or typing. */
  readonly #hidden = new Set<UserId>();
  /** The last message about a profile, which comes once for each of its rooms, and the feeds that have received it. */
  #told: { readonly message: BusMessage | undefined; readonly feeds: Set<Feed> } = {
    message: undefined,
    feeds: new Set(),
  };
  readonly #onHidden: (user: UserId, hidden: boolean) => void;
  readonly #headWatch: HeadWatch;

  /** `onHidden` is called when a user with connections here becomes hidden, or no longer is. */
  constructor(
    ctx: Pick<Context, 'bus' | 'clock' | 'log' | 'store'>,
    onHidden: (user: UserId, hidden: boolean) => void = () => {},
  ) {
    this.#ctx = ctx;
    this.#onHidden = onHidden;
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
    if (!this.#users.has(feed.user)) this.#hidden.delete(feed.user);
    if (this.#listeners.size === 0) this.#headWatch.pause();
  }

  /** Sets whether a user with connections here is hidden. */
  setHidden(user: UserId, hidden: boolean): void {
    if (hidden && this.#users.has(user)) this.#hidden.add(user);
    else this.#hidden.delete(user);
  }

  /** Whether a user with connections here is hidden. */
  isHidden(user: UserId): boolean {
    return this.#hidden.has(user);
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

  compare(...[heads, membershipCounts, stateVers, deleted]: Parameters<Followed['compare']>): void {
    for (const room of deleted) {
      const channel = this.#rooms.get(room);
      if (channel) this.#deleted(channel, { kind: 'room-deleted', room });
    }
    for (const [room, head] of heads) {
      const channel = this.#rooms.get(room);
      if (!channel || channel.seq >= head) continue;
      channel.seq = head;
      for (const feed of channel.feeds) feed.onHead(room, head);
    }
    for (const [user, count] of membershipCounts) {
      for (const feed of this.#users.get(user)?.feeds ?? []) feed.onMembershipCount(count);
    }
    for (const [user, ver] of stateVers) {
      for (const feed of this.#users.get(user)?.feeds ?? []) feed.state?.onVer(ver);
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
    } else if (isOwn(message)) {
      if (message.kind === 'own-profile') {
        this.setHidden(message.user, message.hidden);
        this.#onHidden(message.user, message.hidden);
      }
      for (const feed of channel.feeds) this.#listeners.get(feed)?.onEphemeral(message);
    } else if (message.kind === 'state') {
      for (const feed of channel.feeds) feed.state?.onMessage(message);
    } else if (message.kind === 'room-deleted') {
      this.#deleted(channel, message);
    } else if (message.kind !== 'sessions-ended') {
      for (const feed of channel.feeds) if (this.#isFor(feed, message)) this.#listeners.get(feed)?.onEphemeral(message);
    }
  }

  /** Each feed that follows the room leaves it. */
  #deleted(channel: Channel, message: Extract<BusMessage, { readonly kind: 'room-deleted' }>): void {
    for (const feed of [...channel.feeds]) {
      if (feed.onDeleted(message.room)) this.#listeners.get(feed)?.onEphemeral(message);
    }
  }

  #isFor(feed: Feed, message: Exclude<EphemeralEvent, { readonly kind: 'room-deleted' }>): boolean {
    if (feed.user === message.user || this.#hidden.has(feed.user)) return false;
    if (message.kind !== 'profile') return true;
    if (this.#told.message !== message) this.#told = { message, feeds: new Set() };
    const { feeds } = this.#told;
    return !feeds.has(feed) && feeds.add(feed) !== undefined;
  }
}

function unsubscribe<K>(channels: Map<K, Channel>, key: K, feed: Feed): void {
  const channel = channels.get(key);
  if (!channel?.feeds.delete(feed) || channel.feeds.size > 0) return;
  channels.delete(key);
  channel.subscription.close();
}
