import type { RoomId, Seq, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { endsMembershipOf, type RoomEvent, type RoomSummary } from '@securechat/protocol/model';
import { pageBytes } from '../domain/page-size.ts';
import { begin, missed, type Stretch } from '../domain/visible.ts';
import type { Membership, Span, Store } from '../ports/store.ts';
import { fitting } from './chat.ts';
import type { Lane } from './lane.ts';
import type { Cursor, Jump, Plan, Receiver, Start } from './reader.ts';
import { Turns } from './turns.ts';

/** Who hears which room, kept by the hub; `carried` counts the events that it has told. */
export interface Index {
  readonly carried: number;
  follow(room: RoomId, feed: Feed): void;
  unfollow(room: RoomId, feed: Feed): void;
}

/** Rooms that are read from the store at once: each holds a page, and hundreds of pages would be a good part of the memory. */
const lanesAtOnce = 4;

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
  readonly #index: Index;
  readonly #lanes = new Map<RoomId, Lane>();
  /** How far rooms were sent that are no longer on their way. */
  #had: Map<RoomId, Seq> | undefined;
  /** Set while it is looked which rooms there are; `again` when a room came along meanwhile. */
  #starting: { again: boolean } | undefined;
  /** Set when a membership began or ended, or a room changed otherwise, since it was looked which rooms there are. */
  #changed = false;
  /** What the newest start comes to, and how many starts have still to be told of it. */
  #latest = nothing;
  #asking = 0;
  #turns = new Turns(lanesAtOnce);
  /** Starts that have still to be answered. */
  #answering = 0;

  constructor({ user, store, receiver, index }: { user: UserId; store: Store; receiver: Receiver; index: Index }) {
    this.user = user;
    this.#store = store;
    this.#receiver = receiver;
    this.#index = index;
  }

  /** Whether the room is followed. */
  follows(room: RoomId): boolean {
    return this.#lanes.get(room)?.current === true;
  }

  /**
   * Sends what was missed, then everything that happens. Resolves once all that was there at the start has been sent. Another
   * start makes this one give up, and answers for both.
   */
  async start(start: Start): Promise<RoomSummary[]> {
    this.stop();
    const starting = { again: true };
    this.#starting = starting;
    this.#latest = this.#begin(start, starting);
    this.#asking++;
    try {
      for (;;) {
        const latest = this.#latest;
        const rooms = await latest;
        if (latest === this.#latest) return rooms;
      }
    } finally {
      if (--this.#asking === 0) this.#latest = nothing;
    }
  }

  async #begin(start: Start, starting: { again: boolean }): Promise<RoomSummary[]> {
    let rooms: readonly Membership[] = [];
    // Follow first, then look how far each room has come: nothing falls between.
    while (starting.again) {
      starting.again = false;
      this.#changed = false;
      const { carried } = this.#index;
      rooms = await this.#store.memberships(this.user);
      // Stopped, or started anew, while it was looked.
      if (this.#starting !== starting) return [];
      const fresh = rooms.filter(({ room }) => !this.#lanes.has(room));
      for (const { room, head } of fresh) this.#open(room, head, head);
      // Nothing can have fallen in between where no event was carried meanwhile.
      starting.again ||= fresh.length > 0 && carried !== this.#index.carried;
    }
    this.#starting = undefined;
    const present = new Set(rooms.map(({ room }) => room));
    const past = [...new Set([...this.#lanes.keys(), ...start.cursors.keys()])].filter((room) => !present.has(room));
    const pumps = past.map((room) => this.#finish(room, start));
    for (const membership of rooms) {
      const lane = this.#lanes.get(membership.room);
      if (lane) pumps.push(this.#catchUp(lane, membership, start));
    }
    this.#answering++;
    await Promise.all(pumps);
    this.#answering--;
    return this.#standing(this.#changed ? await this.#store.memberships(this.user) : rooms);
  }

  /** Something has happened in a room of the index, or this user has become a member. */
  hear(event: RoomEvent): void {
    const lane = this.#lanes.get(event.room);
    if (event.type !== 'message') this.#changed = true;
    const joins = event.type === 'joined' && event.author === this.user;
    if (!lane) {
      if (joins && this.#starting) this.#starting.again = true;
      else if (joins && event.seq > (this.#had?.get(event.room) ?? 0)) this.#enter(event.room, event.seq);
      return;
    }
    lane.head = Math.max(lane.head, event.seq);
    if (joins && event.seq > lane.sent) lane.again = event.seq;
    if (lane.pumping || event.seq <= lane.sent) return;
    if (event.seq === lane.sent + 1) {
      lane.sent = event.seq;
      this.#receiver.live(event);
      if (this.#ends(event)) this.#close(lane);
    } else void this.#mend(lane);
  }

  /** Sends nothing more. */
  stop(): void {
    this.#starting = undefined;
    // Those who wait for a turn see that they are too late, and are done.
    this.#turns.open();
    this.#turns = new Turns(lanesAtOnce);
    for (const lane of this.#lanes.values()) this.#drop(lane);
  }

  /** The rooms as the reader has them now; it drops what is not among them. */
  #standing(rooms: readonly Membership[]): RoomSummary[] {
    const summaries: RoomSummary[] = [];
    for (const { room, topic, head, members } of rooms) {
      const lane = this.#lanes.get(room);
      // Joined so lately that its first run follows after this.
      if (!lane?.begun) continue;
      summaries.push({ id: room, topic, head: Math.min(Math.max(head, lane.head), lane.sent), members, joined: true });
    }
    return summaries;
  }

  #open(room: RoomId, sent: Seq, head: Seq, current = true): Lane {
    const lane: Lane = { room, sent, head, pumping: true, begun: false, again: undefined, current };
    this.#lanes.set(room, lane);
    if (current) this.#index.follow(room, this);
    return lane;
  }

  #drop(lane: Lane): void {
    this.#changed = true;
    this.#lanes.delete(lane.room);
    this.#had ??= new Map();
    this.#had.set(lane.room, lane.sent);
    this.#index.unfollow(lane.room, this);
  }

  #close(lane: Lane): void {
    if (this.#lanes.get(lane.room) !== lane) return;
    this.#drop(lane);
    if (lane.again !== undefined && lane.again > lane.sent) this.#enter(lane.room, lane.again);
  }

  /** Whether this is the last event of a membership of the reader's user. */
  #ends(event: RoomEvent | undefined): boolean {
    return event !== undefined && endsMembershipOf(event) === this.user;
  }

  /** Begins with a membership that was heard to begin at `from`, and with any that came and went unheard before it. */
  #enter(room: RoomId, from: Seq): void {
    const had = this.#had?.get(room);
    const lane = this.#open(room, from - 1, from);
    const since = had ?? from - 1;
    void this.#pump(lane, async () => {
      const spans = (await this.#spans(room)).filter((span) => span.from > since);
      return { jump: had === undefined ? 'new' : 'rejoined', stretches: missed(spans, since) };
    });
  }

  /** Sends what a reader has missed of a room that its user is no longer a member of: up to the end of the last membership. */
  async #finish(room: RoomId, { cursors, sameHistory }: Start): Promise<void> {
    const cursor = cursors.get(room);
    const open = this.#lanes.get(room);
    if (open) this.#drop(open);
    if (cursor === undefined || !sameHistory) return;
    const lane = this.#open(room, cursor.seq, cursor.seq, false);
    const plan = async () => {
      const leads = await this.#leadsHere(room, cursor, Number.MAX_SAFE_INTEGER);
      const ended = leads ? (await this.#spans(room)).filter((span) => span.to !== undefined) : [];
      return { jump: 'rejoined', stretches: missed(ended, cursor.seq) } as const;
    };
    await this.#pump(lane, plan);
  }

  #spans(room: RoomId): Promise<readonly Span[]> {
    return this.#store.spans(room, this.user);
  }

  async #catchUp(lane: Lane, { room, from, head }: Membership, start: Start): Promise<void> {
    lane.head = Math.max(lane.head, head);
    const cursor = start.cursors.get(room);
    const present: readonly Span[] = [{ from, to: undefined }];
    await this.#pump(lane, async () => {
      if (cursor !== undefined && start.sameHistory && (await this.#leadsHere(room, cursor, lane.head))) {
        // Of earlier memberships nothing can be missing behind a cursor that stands in this one.
        const spans = cursor.seq >= from ? present : await this.#spans(room);
        return { jump: 'rejoined', stretches: missed(spans, cursor.seq) };
      }
      const after = begin(present, lane.head, start.recent);
      return { jump: cursor ? 'restored' : 'new', stretches: [{ after, upTo: undefined, jumps: true }] };
    });
  }

  /**
   * Whether a cursor belongs to this room's history (G7). A store that was restored from a backup has the same generation and may
   * have grown past the cursor since: then another event stands where the reader was.
   */
  async #leadsHere(room: RoomId, { seq, id }: Cursor, head: Seq): Promise<boolean> {
    if (seq > head) return false;
    if (id === undefined || seq === 0) return true;
    const [there] = await this.#store.after(room, seq - 1, seq, { events: 1, bytes: 0 });
    return there?.id === id;
  }

  async #mend(lane: Lane): Promise<void> {
    lane.pumping = true;
    await this.#pump(lane, async () => ({
      jump: 'new',
      stretches: [{ after: lane.sent, upTo: undefined, jumps: false }],
    }));
  }

  /** Takes its turn, and makes and carries out a plan of what to send. */
  async #pump(lane: Lane, plan: () => Promise<Plan>): Promise<void> {
    const turns = this.#turns;
    await turns.take();
    try {
      // Nothing is read before it can be sent.
      await this.#receiver.ready();
      if (this.#alive(lane)) await this.#carryOut(lane, await plan());
    } catch (thrown) {
      if (this.#alive(lane)) this.#receiver.failed(thrown);
    } finally {
      turns.give();
    }
  }

  /** Sends stretches from the store: until the lane has caught up with its head, or the membership that they lead to has ended. */
  async #carryOut(lane: Lane, { jump, stretches }: Plan): Promise<void> {
    for (const [i, stretch] of stretches.entries()) {
      await this.#stretch(lane, stretch, i === 0 ? jump : 'rejoined');
      if (!this.#alive(lane)) return;
    }
    const last = stretches.at(-1);
    if (!last || last.upTo !== undefined) return this.#close(lane);
    // What happened since the last look has only raised the head. Between this look and the next line nothing happens.
    while (this.#alive(lane) && lane.sent < lane.head) {
      await this.#stretch(lane, { after: lane.sent, upTo: undefined, jumps: false }, jump);
    }
    lane.pumping = false;
    lane.begun = true;
  }

  async #stretch(lane: Lane, { after, upTo, jumps: first }: Stretch, jump: Jump): Promise<void> {
    if (!this.#alive(lane)) return;
    lane.sent = after;
    lane.head = Math.max(lane.head, upTo ?? 0);
    const end = () => upTo ?? lane.head;
    for (let jumps = first; this.#alive(lane) && (jumps || lane.sent < end()); jumps = false) {
      const events = await this.#read(lane, end());
      if (!this.#alive(lane)) return;
      // A head without events behind it would be asked for for ever.
      if (events.length === 0 && !jumps) throw new Error(`room ${lane.room} lacks events above ${lane.sent}`);
      const run = { room: lane.room, after: lane.sent, head: lane.head, events };
      lane.sent = events.at(-1)?.seq ?? lane.sent;
      this.#receiver.run(jumps ? { ...run, jump } : run, this.#answering > 0);
      lane.begun = true;
      if (upTo === undefined && this.#ends(events.at(-1))) return this.#close(lane);
      await this.#receiver.ready();
    }
  }

  #alive(lane: Lane): boolean {
    return this.#lanes.get(lane.room) === lane;
  }

  /** The next events that fit one run, up to the end of this user's membership. */
  async #read(lane: Lane, upTo: Seq): Promise<readonly RoomEvent[]> {
    if (lane.sent >= upTo) return [];
    const events = fitting(
      await this.#store.after(lane.room, lane.sent, upTo, { events: limits.syncPage, bytes: pageBytes }),
    );
    const end = events.findIndex((event) => this.#ends(event));
    return end === -1 ? events : events.slice(0, end + 1);
  }
}
