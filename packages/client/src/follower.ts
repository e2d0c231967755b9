import type { RoomEvent, RoomHeader, RoomId, Seq, ServerFrameOf, UserId } from '@securechat/protocol';
import type { Notice } from './api.ts';
import { roomOf } from './chat/selectors.ts';
import type { ChatStore } from './chat/store.ts';
import { type AppliedFrame, Cursors } from './cursors.ts';
import type { OpenConnection } from './link/connection.ts';
import { givenUp } from './link/connection-end.ts';
import type { LocalPersistence } from './local-persistence.ts';
import type { Clock } from './ports.ts';
import { Repairs } from './repairs.ts';
import { wrongRun } from './reply-check.ts';
import type { Requests } from './requests.ts';

/** A typing notice that is not renewed ends after this time. */
const typingMs = 6000;
/** Maximum number of users shown as typing, in all rooms: each has a timer. */
const maxTyping = 500;

export type FollowerParts = {
  readonly clock: Clock;
  readonly requests: Requests;
  readonly store: ChatStore;
  readonly persistence: LocalPersistence;
  /** Initial cursors, for programs that store cursors themselves; the device's cache takes precedence. */
  readonly cursors: Readonly<Record<string, Seq>>;
  readonly generation: string | undefined;
  readonly recent: number;
  readonly notify: (notice: Notice) => void;
  /** The first catch-up of a connection is complete. */
  readonly synced: () => void;
};

/** Follows the rooms: missed and live events, each applied once and in order (G4). */
export class Follower {
  readonly #parts: FollowerParts;
  readonly #cursors = new Cursors();
  readonly #typing = new Map<string, () => void>();
  #generation: string | undefined;
  #me: UserId | undefined;
  #connection: OpenConnection | undefined;
  #shown = false;
  #syncing = false;
  #again = false;
  readonly #repairs: Repairs;
  #events = 0;
  #keys = 0;
  readonly #restored = new Set<RoomId>();

  constructor(parts: FollowerParts) {
    this.#parts = parts;
    this.#repairs = new Repairs(parts.clock, () => void this.#sync(this.#generation));
    this.#generation = parts.generation;
    for (const [room, seq] of Object.entries(parts.cursors)) this.#cursors.begin(room as RoomId, seq);
    this.#restore();
  }

  /** Shows the cached history before anything comes from the server. */
  #restore(): void {
    const kept = this.#parts.persistence.chat();
    if (kept.rooms.length === 0) return;
    for (const { id, cursor, events } of kept.rooms) {
      const last = events.at(-1);
      this.#cursors.begin(id, cursor, last?.seq === cursor ? last.id : undefined);
    }
    this.#generation = kept.generation;
    this.#me = kept.user;
    this.#shown = true;
    this.#parts.store.dispatch({ kind: 'cached', chat: kept });
  }

  /** Starts on a new connection: everything above the cursors, then live events. */
  async start(me: UserId, generation: string, connection: OpenConnection): Promise<void> {
    this.#me = me;
    this.#connection = connection;
    this.#events = 0;
    connection.signal.addEventListener('abort', () => {
      this.#syncing = false;
      this.#again = false;
      this.#repairs.cancel();
    });
    this.#parts.persistence.begin(me, generation);
    await this.#sync(generation);
  }

  /** Cancels the timers. */
  close(): void {
    this.#repairs.cancel();
    for (const cancel of this.#typing.values()) cancel();
    this.#typing.clear();
  }

  /** Handles a batch of events; returns what is wrong with it, if anything. */
  events(frame: ServerFrameOf<'events'>): string | undefined {
    const wrong = wrongRun(frame);
    if (wrong !== undefined) return wrong;
    if (!this.#cursors.hasPlaceFor(frame.room)) return 'more rooms than a user may be in';
    this.#apply(this.#cursors.run(frame), frame.header);
    return undefined;
  }

  event(event: RoomEvent): void {
    this.#apply(this.#cursors.live(event));
  }

  presence({ room, user, online, at }: ServerFrameOf<'presence'>): void {
    if (user === this.#me) return;
    const entry = { kind: 'presence', key: `p${this.#keys++}`, user, online, at } as const;
    this.#parts.store.dispatch({ kind: 'presence', room, entry });
    this.#parts.notify({ kind: 'presence', room, user, online, at });
  }

  typing({ room, user, on }: ServerFrameOf<'typing'>): void {
    if (user === this.#me) return;
    const key = `${room} ${user}`;
    this.#typing.get(key)?.();
    this.#typing.delete(key);
    this.#parts.store.dispatch({ kind: 'typing', room, user, on: on && this.#typing.size < maxTyping });
    if (!on || this.#typing.size >= maxTyping) return;
    const end = this.#parts.clock.after(typingMs, () => {
      this.#typing.delete(key);
      this.#parts.store.dispatch({ kind: 'typing', room, user, on: false });
    });
    this.#typing.set(key, end);
  }

  #apply(taken: AppliedFrame, header?: RoomHeader): void {
    if (taken.kind === 'nothing') return;
    if (taken.kind === 'gap') {
      this.#mend();
      return;
    }
    const { room, jump, after, events } = taken;
    const { store, notify, persistence } = this.#parts;
    this.#events += this.#syncing ? events.length : 0;
    if (jump === 'restored') this.#restored.add(room);
    const before = roomOf(store.state, room);
    store.dispatch({ kind: 'events', room, jump, after, events, header });
    const state = store.state.byRoom[room];
    // Stored before anybody is notified: a listener may cause the room's next event.
    if (state) {
      const begins = jump === 'new' || jump === 'restored';
      const { kind, name, topic, owner, members, atStart } = state;
      const description = { kind, name, topic, members, ...(owner === undefined ? {} : { owner }) };
      persistence.apply({ room, begins, description, events, cursor: this.#cursors.at(room), atStart });
    } else {
      this.#cursors.forget(room);
      persistence.rooms(store.state);
    }
    if (jump === 'restored') notify({ kind: 'restored', room });
    const { name: roomName } = state ?? before;
    for (const event of events) notify({ kind: 'event', event, roomName });
  }

  /** Events are missing: the server sends everything above the cursors again. */
  #mend(): void {
    if (this.#syncing) this.#again = true;
    else this.#repairs.ask();
  }

  async #sync(generation: string | undefined): Promise<void> {
    this.#syncing = true;
    const { requests, store, notify, clock, persistence } = this.#parts;
    const known = this.#generation;
    const answer = await requests.ask(
      'sync',
      {
        ...(known === undefined ? {} : { generation: known }),
        cursors: this.#cursors.list(),
        recent: this.#parts.recent,
      },
      120_000,
    );
    this.#syncing = false;
    if (!answer.ok) {
      // The catch-up was not answered: the connection is unusable.
      if (answer.error.kind !== 'offline') this.#connection?.end(givenUp);
      return;
    }
    this.#generation = generation;
    if (this.#again) {
      this.#again = false;
      this.#repairs.ask();
      return;
    }
    const { rooms } = answer.value;
    this.#cursors.keepOnly(rooms.map((room) => room.id));
    const first = !this.#shown;
    store.dispatch({ kind: 'rooms', rooms, first });
    persistence.rooms(store.state);
    this.#shown = true;
    // What the server has and we have not applied is a gap, whatever was announced.
    const gaps = rooms.filter(({ id, head }) => this.#cursors.missing(id, head) > 0).length;
    const found = { events: this.#events, gaps, restored: this.#restored.size };
    this.#events = 0;
    this.#restored.clear();
    store.dispatch({ kind: 'synced', ...found, first, atMs: clock.nowMs() });
    notify({ kind: 'synced', ...found });
    this.#parts.synced();
  }
}
