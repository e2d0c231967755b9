import type { RoomId, Seq, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { endsMembershipOf, type RoomEvent, type RoomSummary } from '@securechat/protocol/model';
import { pageBytes } from '../domain/page-size.ts';
import { firstRange, missedRanges, type SeqRange } from '../domain/visible-ranges.ts';
import type { Membership, MembershipRange, Store } from '../ports/store.ts';
import { fitting } from './messages.ts';
import type { Cursor, Plan, Receiver, ResetReason, StartPosition } from './reader.ts';
import type { RoomSubscription } from './room-subscription.ts';
import { Semaphore } from './semaphore.ts';

/** Who hears which room, kept by the hub; `carried` counts the events that it has told. */
export interface FeedIndex {
  readonly handledEvents: number;
  follow(room: RoomId, feed: Feed): void;
  unfollow(room: RoomId, feed: Feed): void;
}

/** Rooms that are read from the store at once: each holds a page, and hundreds of pages would be a good part of the memory. */
const maxConcurrentRooms = 4;

/** For all who have asked for nothing, or been told: a list of each would be kept as long as they are there. */
const nothing: Promise<RoomSummary[]> = Promise.resolve([]);

/**
 * All rooms of one user on their way to one reader, each without gap, doubling or disorder (G4), and only what its user may see (G5).
 * What happens now and what was missed go one way: what does not follow on comes from the store, so the bus may lose and repeat.
 */
export class Feed {
  readonly user: UserId;
  readonly #store: Store;
  readonly #receiver: Receiver;
  readonly #index: FeedIndex;
  readonly #subscriptions = new Map<RoomId, RoomSubscription>();
  /** How far rooms were sent that are no longer on their way. */
  #sentBefore: Map<RoomId, Seq> | undefined;
  /** Set while it is looked which rooms there are; `again` when a room came along meanwhile. */
  #starting: { again: boolean } | undefined;
  /** Set when a membership began or ended, or a room changed otherwise, since it was looked which rooms there are. */
  #membershipsChanged = false;
  /** What the newest start comes to, and how many starts have still to be told of it. */
  #latest = nothing;
  #pendingStarts = 0;
  #semaphore = new Semaphore(maxConcurrentRooms);
  /** Starts that have still to be answered. */
  #unansweredStarts = 0;

  constructor({ user, store, receiver, index }: { user: UserId; store: Store; receiver: Receiver; index: FeedIndex }) {
    this.user = user;
    this.#store = store;
    this.#receiver = receiver;
    this.#index = index;
  }

  /** Whether the room is followed. */
  follows(room: RoomId): boolean {
    return this.#subscriptions.get(room)?.current === true;
  }

  /**
   * Sends what was missed, then everything that happens. Resolves once all that was there at the start has been sent. Another
   * start makes this one give up, and answers for both.
   */
  async start(start: StartPosition): Promise<RoomSummary[]> {
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

  async #begin(start: StartPosition, starting: { again: boolean }): Promise<RoomSummary[]> {
    let rooms: readonly Membership[] = [];
    // Follow first, then look how far each room has come: nothing falls between.
    while (starting.again) {
      starting.again = false;
      this.#membershipsChanged = false;
      const { handledEvents: carried } = this.#index;
      rooms = await this.#store.memberships(this.user);
      // Stopped, or started anew, while it was looked.
      if (this.#starting !== starting) return [];
      const fresh = rooms.filter(({ room }) => !this.#subscriptions.has(room));
      for (const { room, head } of fresh) this.#open(room, head, head);
      // Nothing can have fallen in between where no event was carried meanwhile.
      starting.again ||= fresh.length > 0 && carried !== this.#index.handledEvents;
    }
    this.#starting = undefined;
    const present = new Set(rooms.map(({ room }) => room));
    const past = [...new Set([...this.#subscriptions.keys(), ...start.cursors.keys()])].filter(
      (room) => !present.has(room),
    );
    const pumps = past.map((room) => this.#finish(room, start));
    for (const membership of rooms) {
      const subscription = this.#subscriptions.get(membership.room);
      if (subscription) pumps.push(this.#catchUp(subscription, membership, start));
    }
    this.#unansweredStarts++;
    await Promise.all(pumps);
    this.#unansweredStarts--;
    return this.#summaries(this.#membershipsChanged ? await this.#store.memberships(this.user) : rooms);
  }

  /** Something has happened in a room of the index, or this user has become a member. */
  onEvent(event: RoomEvent): void {
    const subscription = this.#subscriptions.get(event.room);
    if (event.type !== 'message') this.#membershipsChanged = true;
    const joins = event.type === 'joined' && event.author === this.user;
    if (!subscription) {
      if (joins && this.#starting) this.#starting.again = true;
      else if (joins && event.seq > (this.#sentBefore?.get(event.room) ?? 0)) this.#rejoin(event.room, event.seq);
      return;
    }
    subscription.head = Math.max(subscription.head, event.seq);
    if (joins && event.seq > subscription.sentSeq) subscription.rejoinSeq = event.seq;
    if (subscription.catchingUp || event.seq <= subscription.sentSeq) return;
    if (event.seq === subscription.sentSeq + 1) {
      subscription.sentSeq = event.seq;
      this.#receiver.onLive(event);
      if (this.#endsMembership(event)) this.#close(subscription);
    } else void this.#repair(subscription);
  }

  /** Sends nothing more. */
  stop(): void {
    this.#starting = undefined;
    // Those who wait for a turn see that they are too late, and are done.
    this.#semaphore.releaseAll();
    this.#semaphore = new Semaphore(maxConcurrentRooms);
    for (const subscription of this.#subscriptions.values()) this.#drop(subscription);
  }

  /** The rooms as the reader has them now; it drops what is not among them. */
  #summaries(rooms: readonly Membership[]): RoomSummary[] {
    const summaries: RoomSummary[] = [];
    for (const { room, topic, head, members } of rooms) {
      const subscription = this.#subscriptions.get(room);
      // Joined so lately that its first run follows after this.
      if (!subscription?.started) continue;
      summaries.push({
        id: room,
        topic,
        head: Math.min(Math.max(head, subscription.head), subscription.sentSeq),
        members,
        joined: true,
      });
    }
    return summaries;
  }

  #open(room: RoomId, sent: Seq, head: Seq, current = true): RoomSubscription {
    const subscription: RoomSubscription = {
      room,
      sentSeq: sent,
      head,
      catchingUp: true,
      started: false,
      rejoinSeq: undefined,
      current,
    };
    this.#subscriptions.set(room, subscription);
    if (current) this.#index.follow(room, this);
    return subscription;
  }

  #drop(subscription: RoomSubscription): void {
    this.#membershipsChanged = true;
    this.#subscriptions.delete(subscription.room);
    this.#sentBefore ??= new Map();
    this.#sentBefore.set(subscription.room, subscription.sentSeq);
    this.#index.unfollow(subscription.room, this);
  }

  #close(subscription: RoomSubscription): void {
    if (this.#subscriptions.get(subscription.room) !== subscription) return;
    this.#drop(subscription);
    if (subscription.rejoinSeq !== undefined && subscription.rejoinSeq > subscription.sentSeq)
      this.#rejoin(subscription.room, subscription.rejoinSeq);
  }

  /** Whether this is the last event of a membership of the reader's user. */
  #endsMembership(event: RoomEvent | undefined): boolean {
    return event !== undefined && endsMembershipOf(event) === this.user;
  }

  /** Begins with a membership that was heard to begin at `from`, and with any that came and went unheard before it. */
  #rejoin(room: RoomId, from: Seq): void {
    const had = this.#sentBefore?.get(room);
    const subscription = this.#open(room, from - 1, from);
    const since = had ?? from - 1;
    void this.#pump(subscription, async () => {
      const spans = (await this.#membershipRanges(room)).filter((span) => span.from > since);
      return { jump: had === undefined ? 'new' : 'rejoined', ranges: missedRanges(spans, since) };
    });
  }

  /** Sends what a reader has missed of a room that its user is no longer a member of: up to the end of the last membership. */
  async #finish(room: RoomId, { cursors, sameHistory }: StartPosition): Promise<void> {
    const cursor = cursors.get(room);
    const open = this.#subscriptions.get(room);
    if (open) this.#drop(open);
    if (cursor === undefined || !sameHistory) return;
    const subscription = this.#open(room, cursor.seq, cursor.seq, false);
    const plan = async () => {
      const leads = await this.#isInThisHistory(room, cursor, Number.MAX_SAFE_INTEGER);
      const ended = leads ? (await this.#membershipRanges(room)).filter((span) => span.to !== undefined) : [];
      return { jump: 'rejoined', ranges: missedRanges(ended, cursor.seq) } as const;
    };
    await this.#pump(subscription, plan);
  }

  #membershipRanges(room: RoomId): Promise<readonly MembershipRange[]> {
    return this.#store.membershipRanges(room, this.user);
  }

  async #catchUp(
    subscription: RoomSubscription,
    { room, from, head }: Membership,
    start: StartPosition,
  ): Promise<void> {
    subscription.head = Math.max(subscription.head, head);
    const cursor = start.cursors.get(room);
    const present: readonly MembershipRange[] = [{ from, to: undefined }];
    await this.#pump(subscription, async () => {
      if (cursor !== undefined && start.sameHistory && (await this.#isInThisHistory(room, cursor, subscription.head))) {
        // Of earlier memberships nothing can be missing behind a cursor that stands in this one.
        const spans = cursor.seq >= from ? present : await this.#membershipRanges(room);
        return { jump: 'rejoined', ranges: missedRanges(spans, cursor.seq) };
      }
      const after = firstRange(present, subscription.head, start.recent);
      return { jump: cursor ? 'restored' : 'new', ranges: [{ after, upTo: undefined, resetsCursor: true }] };
    });
  }

  /**
   * Whether a cursor belongs to this room's history (G7). A store that was restored from a backup has the same generation and may
   * have grown past the cursor since: then another event stands where the reader was.
   */
  async #isInThisHistory(room: RoomId, { seq, id }: Cursor, head: Seq): Promise<boolean> {
    if (seq > head) return false;
    if (id === undefined || seq === 0) return true;
    const [there] = await this.#store.eventsAfter(room, seq - 1, seq, { events: 1, bytes: 0 });
    return there?.id === id;
  }

  async #repair(subscription: RoomSubscription): Promise<void> {
    subscription.catchingUp = true;
    await this.#pump(subscription, async () => ({
      jump: 'new',
      ranges: [{ after: subscription.sentSeq, upTo: undefined, resetsCursor: false }],
    }));
  }

  /** Takes its turn, and makes and carries out a plan of what to send. */
  async #pump(subscription: RoomSubscription, plan: () => Promise<Plan>): Promise<void> {
    const semaphore = this.#semaphore;
    await semaphore.acquire();
    try {
      // Nothing is read before it can be sent.
      await this.#receiver.ready();
      if (this.#isActive(subscription)) await this.#execute(subscription, await plan());
    } catch (thrown) {
      if (this.#isActive(subscription)) this.#receiver.onFailure(thrown);
    } finally {
      semaphore.release();
    }
  }

  /** Sends ranges from the store: until the lane has caught up with its head, or the membership that they lead to has ended. */
  async #execute(subscription: RoomSubscription, { jump, ranges }: Plan): Promise<void> {
    for (const [i, range] of ranges.entries()) {
      await this.#sendRange(subscription, range, i === 0 ? jump : 'rejoined');
      if (!this.#isActive(subscription)) return;
    }
    const last = ranges.at(-1);
    if (!last || last.upTo !== undefined) return this.#close(subscription);
    // What happened since the last look has only raised the head. Between this look and the next line nothing happens.
    while (this.#isActive(subscription) && subscription.sentSeq < subscription.head) {
      await this.#sendRange(subscription, { after: subscription.sentSeq, upTo: undefined, resetsCursor: false }, jump);
    }
    subscription.catchingUp = false;
    subscription.started = true;
  }

  async #sendRange(
    subscription: RoomSubscription,
    { after, upTo, resetsCursor: first }: SeqRange,
    jump: ResetReason,
  ): Promise<void> {
    if (!this.#isActive(subscription)) return;
    subscription.sentSeq = after;
    subscription.head = Math.max(subscription.head, upTo ?? 0);
    const end = () => upTo ?? subscription.head;
    for (let jumps = first; this.#isActive(subscription) && (jumps || subscription.sentSeq < end()); jumps = false) {
      const events = await this.#read(subscription, end());
      if (!this.#isActive(subscription)) return;
      // A head without events behind it would be asked for for ever.
      if (events.length === 0 && !jumps)
        throw new Error(`room ${subscription.room} lacks events above ${subscription.sentSeq}`);
      const run = { room: subscription.room, after: subscription.sentSeq, head: subscription.head, events };
      subscription.sentSeq = events.at(-1)?.seq ?? subscription.sentSeq;
      this.#receiver.onBatch(jumps ? { ...run, jump } : run, this.#unansweredStarts > 0);
      subscription.started = true;
      if (upTo === undefined && this.#endsMembership(events.at(-1))) return this.#close(subscription);
      await this.#receiver.ready();
    }
  }

  #isActive(subscription: RoomSubscription): boolean {
    return this.#subscriptions.get(subscription.room) === subscription;
  }

  /** The next events that fit one run, up to the end of this user's membership. */
  async #read(subscription: RoomSubscription, upTo: Seq): Promise<readonly RoomEvent[]> {
    if (subscription.sentSeq >= upTo) return [];
    const events = fitting(
      await this.#store.eventsAfter(subscription.room, subscription.sentSeq, upTo, {
        events: limits.syncPage,
        bytes: pageBytes,
      }),
    );
    const end = events.findIndex((event) => this.#endsMembership(event));
    return end === -1 ? events : events.slice(0, end + 1);
  }
}
