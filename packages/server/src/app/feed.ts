import type { RoomId, Seq, UserId } from '@securechat/protocol/ids';
import type { RoomEvent, RoomSummary } from '@securechat/protocol/model';
import { begin, missed, type Stretch } from '../domain/visible.ts';
import type { Membership, Store } from '../ports/store.ts';
import { fitting } from './chat.ts';

/** Why a reader's cursor does not lead to a run's beginning. */
export type Jump = 'new' | 'rejoined' | 'restored';
/** A run of one room's events, without gaps from `after` + 1 on. */
type Run = { room: RoomId; after: Seq; head: Seq; jump?: Jump; events: readonly RoomEvent[] };

/** Where a feed leads: one connection. */
export interface Receiver {
  /** Takes a run; resolves when it is ready for more. */
  run(run: Run): Promise<void>;
  /** Takes an event that has just happened and follows on what was sent before. */
  live(event: RoomEvent): void;
}

/** Where a reader stands: what it asked for when it began to follow. */
export type Start = {
  readonly cursors: ReadonlyMap<RoomId, Seq>;
  /** False when the cursors belong to another history than the store's (G7). */
  readonly sameHistory: boolean;
  /** Newest events to send of a room without a cursor. */
  readonly recent: number;
};

/** Who hears which room, kept by the hub. */
export interface Index {
  follow(room: RoomId, feed: Feed): void;
  unfollow(room: RoomId, feed: Feed): void;
}

/** One room on its way to one reader. */
type Lane = {
  readonly room: RoomId;
  /** Everything up to here has been sent. */
  sent: Seq;
  /** Everything up to here is known to exist. */
  head: Seq;
  /** Catching up from the store; what happens meanwhile only raises `head`. */
  pumping: boolean;
  /** The reader knows where it stands in this room. */
  begun: boolean;
  /** The reader's user became a member again at this seq, after a `left` that is still to be sent. */
  again: Seq | undefined;
};

/**
 * All rooms of one user on their way to one reader, each without gap, doubling or disorder (G4), and only what its user may see
 * (G5). What happens now and what was missed go one way: what does not follow on is fetched from the store, so the bus may lose
 * and repeat.
 */
export class Feed {
  readonly user: UserId;
  readonly #store: Store;
  readonly #receiver: Receiver;
  readonly #index: Index;
  readonly #failed: (thrown: unknown) => void;
  readonly #lanes = new Map<RoomId, Lane>();
  readonly #had = new Set<RoomId>();

  constructor(parts: {
    user: UserId;
    store: Store;
    receiver: Receiver;
    index: Index;
    failed: (thrown: unknown) => void;
  }) {
    this.user = parts.user;
    this.#store = parts.store;
    this.#receiver = parts.receiver;
    this.#index = parts.index;
    this.#failed = parts.failed;
  }

  /** The rooms that are on their way. */
  get rooms(): ReadonlySet<RoomId> {
    return new Set(this.#lanes.keys());
  }

  /** Sends what was missed, then everything that happens. Resolves once all that was there at the start has been sent. */
  async start(start: Start): Promise<RoomSummary[]> {
    this.stop();
    // Follow first, then look how far each room has come: nothing falls between.
    let rooms: readonly Membership[] = [];
    for (let fresh = true; fresh; ) {
      rooms = await this.#store.memberships(this.user);
      fresh = false;
      for (const { room, head } of rooms) {
        if (this.#lanes.has(room)) continue;
        fresh = true;
        this.#open(room, head, head);
      }
    }
    const pumps: Promise<void>[] = [];
    for (const membership of rooms) {
      const lane = this.#lanes.get(membership.room);
      if (lane) pumps.push(this.#catchUp(lane, membership, start));
    }
    await Promise.all(pumps);
    return await this.#standing();
  }

  /** Something has happened in a room of the index, or this user has become a member. */
  hear(event: RoomEvent): void {
    const lane = this.#lanes.get(event.room);
    const mine = event.author === this.user;
    if (!lane) {
      if (mine && event.type === 'joined') this.#enter(event.room, event.seq);
      return;
    }
    lane.head = Math.max(lane.head, event.seq);
    if (mine && event.type === 'joined' && event.seq > lane.sent + 1) lane.again = event.seq;
    if (lane.pumping || event.seq <= lane.sent) return;
    if (event.seq === lane.sent + 1) {
      lane.sent = event.seq;
      this.#receiver.live(event);
      if (mine && event.type === 'left') this.#close(lane);
    } else void this.#mend(lane);
  }

  /** Sends nothing more. */
  stop(): void {
    for (const room of this.#lanes.keys()) this.#index.unfollow(room, this);
    this.#lanes.clear();
  }

  /** The rooms as they are now: this user may have come or gone since the start, and the reader drops what is not among them. */
  async #standing(): Promise<RoomSummary[]> {
    const summaries: RoomSummary[] = [];
    for (const { room, topic, head, members } of await this.#store.memberships(this.user)) {
      const lane = this.#lanes.get(room);
      // Joined so lately that its first run follows after this.
      if (!lane?.begun) continue;
      summaries.push({ id: room, topic, head: Math.min(head, lane.sent), members, joined: true });
    }
    return summaries;
  }

  #open(room: RoomId, sent: Seq, head: Seq): Lane {
    const lane: Lane = { room, sent, head, pumping: true, begun: false, again: undefined };
    this.#lanes.set(room, lane);
    this.#had.add(room);
    this.#index.follow(room, this);
    return lane;
  }

  #close(lane: Lane): void {
    if (this.#lanes.get(lane.room) !== lane) return;
    this.#lanes.delete(lane.room);
    this.#index.unfollow(lane.room, this);
    if (lane.again !== undefined && lane.again > lane.sent) this.#enter(lane.room, lane.again);
  }

  #enter(room: RoomId, from: Seq): void {
    const jump = this.#had.has(room) ? 'rejoined' : 'new';
    const lane = this.#open(room, from - 1, from);
    void this.#pump(lane, [{ after: from - 1, upTo: undefined, jumps: true }], jump);
  }

  async #catchUp(lane: Lane, { room, spans, head }: Membership, start: Start): Promise<void> {
    lane.head = Math.max(lane.head, head);
    const cursor = start.cursors.get(room);
    if (cursor !== undefined && start.sameHistory && cursor <= lane.head) {
      await this.#pump(lane, missed(spans, cursor), 'rejoined');
    } else {
      const after = begin(spans, head, start.recent);
      await this.#pump(lane, [{ after, upTo: undefined, jumps: true }], cursor === undefined ? 'new' : 'restored');
    }
  }

  async #mend(lane: Lane): Promise<void> {
    lane.pumping = true;
    await this.#pump(lane, [{ after: lane.sent, upTo: undefined, jumps: false }], 'new');
  }

  /** Sends stretches from the store until the lane has caught up with its head. */
  async #pump(lane: Lane, stretches: readonly Stretch[], jump: Jump): Promise<void> {
    const alive = () => this.#lanes.get(lane.room) === lane;
    try {
      for (const stretch of stretches) {
        lane.sent = stretch.after;
        let jumps = stretch.jumps;
        const end = () => Math.min(stretch.upTo ?? lane.head, lane.head);
        while (alive() && (jumps || lane.sent < end())) {
          const events = await this.#read(lane, end());
          if (!alive()) return;
          // A head without events behind it would be asked for for ever.
          if (events.length === 0 && !jumps) throw new Error(`room ${lane.room} lacks events above ${lane.sent}`);
          const run = { room: lane.room, after: lane.sent, head: lane.head, events };
          lane.sent = events.at(-1)?.seq ?? lane.sent;
          const ready = this.#receiver.run(jumps ? { ...run, jump } : run);
          jumps = false;
          lane.begun = true;
          if (stretch.upTo === undefined && this.#leaves(events)) return this.#close(lane);
          await ready;
        }
      }
      lane.pumping = false;
      lane.begun = true;
    } catch (thrown) {
      if (alive()) this.#failed(thrown);
    }
  }

  /** The next events that fit one run, up to this user's own `left`. */
  async #read(lane: Lane, upTo: Seq): Promise<readonly RoomEvent[]> {
    if (lane.sent >= upTo) return [];
    const events = fitting(await this.#store.after(lane.room, lane.sent, upTo, 200));
    const left = events.findIndex((e) => e.type === 'left' && e.author === this.user);
    return left === -1 ? events : events.slice(0, left + 1);
  }

  #leaves(events: readonly RoomEvent[]): boolean {
    const last = events.at(-1);
    return last?.type === 'left' && last.author === this.user;
  }
}
