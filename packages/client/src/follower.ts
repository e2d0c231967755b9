import type { RoomEvent, RoomHeader, RoomId, ServerFrameOf, UserId } from '@securechat/protocol';
import type { Notice } from './api.ts';
import { descriptionOf } from './chat/description.ts';
import { roomOf } from './chat/selectors.ts';
import type { ChatStore } from './chat/store.ts';
import { type AppliedFrame, type CursorPosition, Cursors } from './cursors.ts';
import type { OpenConnection } from './link/connection.ts';
import { givenUp } from './link/connection-end.ts';
import type { LocalPersistence } from './local-persistence.ts';
import type { Clock } from './ports.ts';
import { labelInSentence } from './present/room-label.ts';
import { Repairs } from './repairs.ts';
import { wrongRun } from './reply-check.ts';
import type { Requests } from './requests.ts';
import type { StateSync } from './user-state/state-sync.ts';

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
  readonly cursors: Readonly<Record<string, CursorPosition>>;
  readonly generation: string | undefined;
  readonly recent: number;
  readonly userState: StateSync;
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
  /** The user's rooms of which events have come since the catch-up under way was requested. */
  readonly #heardOf = new Set<RoomId>();
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
    for (const [room, position] of Object.entries(parts.cursors)) this.#cursors.begin(room as RoomId, position);
    this.#restore();
  }

  /** Shows the cached history before anything comes from the server. */
  #restore(): void {
    const kept = this.#parts.persistence.chat();
    if (kept.rooms.length === 0) return;
    for (const { id, cursor: seq, cursorId } of kept.rooms) {
      this.#cursors.begin(id, cursorId === undefined ? { seq } : { seq, id: cursorId });
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
      this.#parts.userState.lost();
    });
    this.#parts.persistence.begin(me, generation);
    this.#parts.userState.begin(me, generation);
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

  /** Somebody's profile. If the user has become hidden, or no longer is, who is online is read again. */
  profile({ type: _, hidden, ...profile }: ServerFrameOf<'profile-changed'>): void {
    const { store } = this.#parts;
    const own = profile.user === this.#me ? hidden : undefined;
    const isNew = own !== undefined && own !== store.state.hidden;
    store.dispatch({ kind: 'profile', profile, hidden: own });
    if (isNew && !this.#syncing) this.#repairs.ask();
  }

  /** Somebody has invited the user to a room. */
  invited({ invitation }: ServerFrameOf<'invited'>): void {
    const { notify, store } = this.#parts;
    store.dispatch({ kind: 'invited', invitation });
    if (store.state.invitations.includes(invitation)) notify({ kind: 'invited', invitation });
  }

  /** An invitation of the user was accepted or declined, perhaps on another device, or revoked. */
  invitationEnded({ room }: ServerFrameOf<'invitation-ended'>): void {
    this.#parts.store.dispatch({ kind: 'invitation-ended', room });
  }

  /** A room of the user was deleted: nothing of it stays. */
  deleted({ room }: ServerFrameOf<'room-deleted'>): void {
    const { notify, persistence, store } = this.#parts;
    const before = store.state.byRoom[room];
    this.#cursors.forget(room);
    if (!before) return;
    store.dispatch({ kind: 'room-deleted', room });
    persistence.rooms(store.state);
    notify({ kind: 'room-deleted', label: labelInSentence(before) });
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
    const { store, notify, persistence, userState } = this.#parts;
    this.#events += this.#syncing ? events.length : 0;
    if (jump === 'restored') this.#restored.add(room);
    const before = roomOf(store.state, room);
    store.dispatch({ kind: 'events', room, jump, after, events, header });
    if (jump !== undefined && this.#shown) userState.marks.begun([room], false, jump === 'rejoined');
    const state = store.state.byRoom[room];
    // The answer to a catch-up lists the rooms as they were when it began: after joining or leaving one, another is needed.
    if (this.#syncing && state) this.#heardOf.add(room);
    else if (this.#syncing) this.#again = true;
    // Stored before anybody is notified: a listener may cause the room's next event.
    if (state) {
      const begins = jump === 'new' || jump === 'restored';
      const description = descriptionOf(state);
      const { atStart } = state;
      const { seq: cursor, id: cursorId } = this.#cursors.position(room);
      persistence.apply({ room, begins, description, events, cursor, ...(cursorId && { cursorId }), atStart });
    } else {
      this.#cursors.forget(room);
      persistence.rooms(store.state);
    }
    if (jump === 'restored') notify({ kind: 'restored', room });
    const label = labelInSentence(state ?? before);
    for (const event of events) notify({ kind: 'event', event, label });
  }

  /** Events are missing: the server sends everything above the cursors again. */
  #mend(): void {
    if (this.#syncing) this.#again = true;
    else this.#repairs.ask();
  }

  async #sync(generation: string | undefined): Promise<void> {
    this.#syncing = true;
    this.#heardOf.clear();
    const { requests, store, notify, clock, persistence, userState } = this.#parts;
    const known = this.#generation;
    const { ver } = userState;
    const answer = await requests.ask(
      'sync',
      {
        ...(known === undefined ? {} : { generation: known }),
        cursors: this.#cursors.list(),
        recent: this.#parts.recent,
        ...(ver === undefined ? {} : { state: ver }),
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
    const { rooms, invitations } = answer.value;
    const listed = new Set<RoomId>(rooms.map(({ id }) => id));
    if (this.#again || ![...this.#heardOf].every((room) => listed.has(room))) {
      this.#again = false;
      this.#repairs.ask();
      return;
    }
    this.#cursors.keepOnly(listed);
    const first = !this.#shown;
    userState.marks.begun([...listed], first, false);
    store.dispatch({ kind: 'rooms', rooms });
    store.dispatch({ kind: 'invitations', invitations });
    persistence.rooms(store.state);
    this.#shown = true;
    // What the server has and we have not applied is a gap, whatever was announced.
    const gaps = rooms.filter(({ id, head }) => this.#cursors.missing(id, head) > 0).length;
    const found = { events: this.#events, gaps, restored: this.#restored.size };
    this.#events = 0;
    for (const room of this.#restored) userState.marks.restored(room);
    this.#restored.clear();
    userState.caughtUp();
    store.dispatch({ kind: 'synced', ...found, first, atMs: clock.nowMs() });
    notify({ kind: 'synced', ...found });
    this.#parts.synced();
  }
}
