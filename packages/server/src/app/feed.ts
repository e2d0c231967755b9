import type { RoomId, Seq, UserId } from '@securechat/protocol/ids';
import type { RoomSummary } from '@securechat/protocol/model';
import type { EventMessage } from '../ports/bus.ts';
import type { Membership, Store } from '../ports/store.ts';
import { Semaphore } from '../semaphore.ts';
import { catchUp } from './catch-up.ts';
import { planForFormerMember, planForMember, planForNewMember } from './catch-up-plan.ts';
import type { Plan, Receiver, StartPosition } from './reader.ts';
import { type RoomSubscription, transition } from './room-subscription.ts';
import { StateFeed } from './state-feed.ts';

/** Which feeds receive which room's events. */
export interface FeedIndex {
  /** Calls `onEvent` for the room's events from now on. Resolves once the bus delivers them. */
  follow(room: RoomId, feed: Feed): Promise<void>;
  unfollow(room: RoomId, feed: Feed): void;
}

/** The rooms of a reader, and those of them that had been sent to it when the list was started. */
export type RoomList = { readonly rooms: readonly RoomSummary[]; readonly started: readonly RoomId[] };

/** Rooms that are read from the store concurrently: each holds a page, and hundreds of pages would use much memory. */
const maxConcurrentRooms = 4;

const noRooms: RoomList = { rooms: [], started: [] };
/** Shared by all feeds without a pending start: a list for each would stay in memory as long as its connection. */
const nothing = Promise.resolve(noRooms);
const listening = Promise.resolve();

/**
 * All rooms of one user on their way to one connection, each without gaps, repetitions or disorder (G4), and only what the user may see
 * (G5). An event that does not continue what was sent is read from the store, as is everything up to a head that the store reports, so the
 * bus may drop, repeat, delay and reorder.
 */
export class Feed {
  readonly user: UserId;
  /** What the user keeps; undefined if the reader has not asked for it. */
  state: StateFeed | undefined;
  readonly #store: Store;
  readonly #receiver: Receiver;
  readonly #index: FeedIndex;
  readonly #subscriptions = new Map<RoomId, RoomSubscription>();
  /** The start is done: every room that the user is known to be a member of has a subscription. */
  #isFollowing = false;
  /** Number of subscriptions to rooms of which the user is a member. */
  #memberOf = 0;
  /** The seqs up to which rooms were sent that are closed now. */
  #sentBefore: Map<RoomId, Seq> | undefined;
  /** Set while memberships are being read. `again`: a room was joined during the read, so read once more. */
  #starting: { again: boolean } | undefined;
  /** The result of the newest start, and how many callers still await it. */
  #latest = nothing;
  #pendingStarts = 0;
  #semaphore = new Semaphore(maxConcurrentRooms);
  /** Starts whose rooms are being sent. */
  #unansweredStarts = 0;

  constructor({ user, store, receiver, index }: { user: UserId; store: Store; receiver: Receiver; index: FeedIndex }) {
    this.user = user;
    this.#store = store;
    this.#receiver = receiver;
    this.#index = index;
  }

  /** Whether the room is followed. */
  follows(room: RoomId): boolean {
    const subscription = this.#subscriptions.get(room);
    return subscription !== undefined && subscription.state !== 'finishing';
  }

  /**
   * Sends what was missed, then everything that happens. Resolves with the rooms once everything that existed at the start has been sent.
   * Another start cancels this one and resolves both.
   */
  async start(start: StartPosition): Promise<RoomList> {
    this.stop();
    const starting = { again: true };
    this.#starting = starting;
    this.#latest = this.#begin(start, starting);
    this.#pendingStarts++;
    try {
      for (;;) {
        const latest = this.#latest;
        const rooms = await latest;
        if (latest === this.#latest) return rooms;
      }
    } finally {
      if (--this.#pendingStarts === 0) this.#latest = nothing;
    }
  }

  /** Sends what the user keeps above `after`, and its changes from now on. `origin` names the connection. */
  async startState(after: number, origin: string): Promise<void> {
    const { user } = this;
    this.state ??= new StateFeed({ user, origin, store: this.#store, receiver: this.#receiver });
    await this.state.start(after);
  }

  async #begin(start: StartPosition, starting: { again: boolean }): Promise<RoomList> {
    let rooms: readonly Membership[] = [];
    while (starting.again) {
      starting.again = false;
      rooms = await this.#store.memberships(this.user);
      if (this.#starting !== starting) return noRooms;
      const opened = rooms
        .filter(({ room }) => !this.#subscriptions.has(room))
        .map(({ room, head }) => this.#open(room, head));
      // Heads are read after the bus delivers the rooms, so no event can fall in between.
      await Promise.all(opened.map((subscription) => subscription.listening));
      const heads = await this.#store.heads(opened.map(({ room }) => room));
      if (this.#starting !== starting) return noRooms;
      for (const subscription of opened) {
        transition(subscription, { kind: 'head', head: heads.get(subscription.room) ?? 0 });
      }
    }
    this.#starting = undefined;
    this.#isFollowing = true;
    this.#unansweredStarts++;
    await Promise.all(this.#sendMissed(rooms, start));
    this.#unansweredStarts--;
    // Memberships, topics and counts may have changed while the rooms were sent.
    return await this.listRooms();
  }

  /** Lists the reader's current rooms. */
  async listRooms(): Promise<RoomList> {
    const started = this.#startedRooms();
    const rooms: RoomSummary[] = [];
    for (const { room: id, from: _, ...membership } of await this.#store.memberships(this.user)) {
      const subscription = this.#subscriptions.get(id);
      if (subscription?.started) rooms.push({ id, ...membership, head: subscription.sentSeq, joined: true });
    }
    return { rooms, started };
  }

  /** Whether the reader's rooms have changed since they were listed: one was joined and sent to it, or has ended. */
  hasChangedSince({ started }: RoomList): boolean {
    const now = this.#startedRooms();
    return now.length !== started.length || now.some((room, i) => room !== started[i]);
  }

  #startedRooms(): RoomId[] {
    const rooms: RoomId[] = [];
    for (const { room, started } of this.#subscriptions.values()) if (started) rooms.push(room);
    return rooms;
  }

  /** Starts to send what is missing of the user's rooms, and of the rooms that it has left. */
  #sendMissed(rooms: readonly Membership[], start: StartPosition): Promise<void>[] {
    const present = new Set(rooms.map(({ room }) => room));
    const past = new Set([...this.#subscriptions.keys(), ...start.cursors.keys()]);
    const sending = [...past].filter((room) => !present.has(room)).map((room) => this.#finish(room, start));
    for (const membership of rooms) {
      const subscription = this.#subscriptions.get(membership.room);
      if (!subscription) continue;
      sending.push(this.#send(subscription, () => planForMember(this.#store, subscription, membership, start)));
    }
    return sending;
  }

  /** An event of a followed room, or a join of this user. */
  onEvent(message: EventMessage): void {
    const { event } = message;
    const subscription = this.#subscriptions.get(event.room);
    if (!subscription) {
      if (event.type === 'member-joined' && event.author === this.user) this.#onJoin(event.room, event.seq);
      return;
    }
    const effect = transition(subscription, message);
    if (effect === 'none') return;
    if (effect === 'read') this.#repair(subscription);
    else this.#receiver.onLive(event);
    if (effect === 'send-last') this.#close(subscription);
  }

  /** The room was deleted. False if the feed does not follow it. */
  onDeleted(room: RoomId): boolean {
    const subscription = this.#subscriptions.get(room);
    if (!subscription) return false;
    this.#drop(subscription);
    this.#sentBefore?.delete(room);
    return true;
  }

  /** The store has events of the room up to `head`; those that the bus has dropped are read. */
  onHead(room: RoomId, head: Seq): void {
    const subscription = this.#subscriptions.get(room);
    if (subscription && transition(subscription, { kind: 'head', head }) === 'read') this.#repair(subscription);
  }

  /** The user is a member of this many rooms. If the feed has another number, the bus may have dropped a join. */
  onMembershipCount(count: number): void {
    if (!this.#isFollowing || count === this.#memberOf) return;
    this.#findJoins().catch((thrown: unknown) => this.#receiver.onFailure(thrown));
  }

  async #findJoins(): Promise<void> {
    const rooms = await this.#store.memberships(this.user);
    // It was stopped, or started again, during the read.
    if (!this.#isFollowing) return;
    for (const { room, from } of rooms) if (!this.#subscriptions.has(room)) this.#onJoin(room, from);
  }

  #onJoin(room: RoomId, seq: Seq): void {
    if (this.#starting) this.#starting.again = true;
    else if (seq > (this.#sentBefore?.get(room) ?? 0)) this.#rejoin(room, seq);
  }

  /** Stops sending. */
  stop(): void {
    this.#starting = undefined;
    this.#isFollowing = false;
    // Waiting rooms continue, find their subscription closed, and end.
    this.#semaphore.releaseAll();
    this.#semaphore = new Semaphore(maxConcurrentRooms);
    for (const subscription of this.#subscriptions.values()) this.#drop(subscription);
  }

  #open(room: RoomId, sentSeq: Seq): RoomSubscription {
    const following = this.#index.follow(room, this);
    this.#memberOf++;
    return this.#add(room, sentSeq, 'catching-up', following);
  }

  #add(room: RoomId, sentSeq: Seq, state: 'catching-up' | 'finishing', listening: Promise<void>): RoomSubscription {
    const { user } = this;
    const initial = { head: sentSeq, started: false, rejoinSeq: undefined };
    const subscription: RoomSubscription = { room, user, listening, state, sentSeq, ...initial };
    this.#subscriptions.set(room, subscription);
    return subscription;
  }

  #drop(subscription: RoomSubscription): void {
    const { room, sentSeq, state } = subscription;
    if (state !== 'finishing') {
      this.#memberOf--;
      this.#index.unfollow(room, this);
    }
    subscription.state = 'closed';
    this.#subscriptions.delete(room);
    this.#sentBefore ??= new Map();
    this.#sentBefore.set(room, sentSeq);
  }

  #close(subscription: RoomSubscription): void {
    if (subscription.state === 'closed') return;
    this.#drop(subscription);
    const { room, rejoinSeq, sentSeq } = subscription;
    if (rejoinSeq !== undefined && rejoinSeq > sentSeq) this.#rejoin(room, rejoinSeq);
  }

  #rejoin(room: RoomId, from: Seq): void {
    const sentBefore = this.#sentBefore?.get(room);
    const subscription = this.#open(room, from - 1);
    void this.#send(subscription, () => planForNewMember(this.#store, subscription, from, sentBefore));
  }

  async #finish(room: RoomId, { cursors, sameHistory }: StartPosition): Promise<void> {
    const cursor = cursors.get(room);
    const open = this.#subscriptions.get(room);
    if (open) this.#drop(open);
    if (cursor === undefined || !sameHistory) return;
    const subscription = this.#add(room, cursor.seq, 'finishing', listening);
    await this.#send(subscription, () => planForFormerMember(this.#store, subscription, cursor));
  }

  #repair(subscription: RoomSubscription): void {
    const ranges = [{ after: subscription.sentSeq, upTo: undefined, resetsCursor: false }];
    void this.#send(subscription, async () => ({ jump: 'new', ranges }));
  }

  /** Makes the plan of what to send and carries it out, once the semaphore admits this room. */
  async #send(subscription: RoomSubscription, plan: () => Promise<Plan>): Promise<void> {
    const semaphore = this.#semaphore;
    await semaphore.acquire();
    try {
      await subscription.listening;
      // Nothing is read before it can be sent.
      await this.#receiver.ready();
      if (subscription.state === 'closed') return;
      const parts = { store: this.#store, receiver: this.#receiver, isStarting: () => this.#unansweredStarts > 0 };
      if (await catchUp(parts, subscription, await plan())) this.#close(subscription);
    } catch (thrown) {
      if (subscription.state !== 'closed') this.#receiver.onFailure(thrown);
    } finally {
      semaphore.release();
    }
  }
}
