import type { RoomId } from '@securechat/protocol';
import type { ChatStore } from './chat/store.ts';
import type { Clock } from './ports.ts';
import type { Requests } from './requests.ts';

/** The same room is asked about again after so long at the earliest. */
const sameRoomMs = 10_000;
/** Between two questions. Many rooms at once are the exception: nobody joins hundreds of rooms in a minute. */
const pauseMs = 250;

type Parts = {
  readonly requests: Requests;
  readonly store: ChatStore;
  readonly clock: Pick<Clock, 'monotonicMs' | 'after'>;
};

/**
 * Fetches topic and number of members of rooms that began while connected, by another device or an invitation: their events do not
 * carry them. One room after another, with a pause between, so that a server that announces hundreds of rooms is not asked for all of
 * them at once.
 */
export class RoomDetails {
  readonly #parts: Parts;
  readonly #askedMs = new Map<RoomId, number>();
  readonly #waiting = new Set<RoomId>();
  /** A question is on its way, or due. */
  #busy = false;
  #lastMs = Number.NEGATIVE_INFINITY;
  #cancelPause: (() => void) | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Puts the details of this room into the store soon. */
  fetch(room: RoomId): void {
    this.#waiting.add(room);
    if (!this.#busy) this.#schedule();
  }

  /** Forgets what is waiting: the connection has ended, and the next one brings the details of all rooms. */
  cancel(): void {
    this.#waiting.clear();
    if (!this.#cancelPause) return;
    this.#cancelPause();
    this.#cancelPause = undefined;
    this.#busy = false;
  }

  #schedule(): void {
    this.#busy = this.#waiting.size > 0;
    if (!this.#busy) return;
    const { clock } = this.#parts;
    const waitMs = this.#lastMs + pauseMs - clock.monotonicMs();
    if (waitMs <= 0) {
      void this.#ask();
      return;
    }
    this.#cancelPause = clock.after(waitMs, () => {
      this.#cancelPause = undefined;
      void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    const { requests, store, clock } = this.#parts;
    const room = this.#take(clock.monotonicMs());
    if (room !== undefined) {
      const found = await requests.ask('room.get', { room });
      if (found.ok && found.value.room.id === room) store.dispatch({ kind: 'room', room: found.value.room });
      this.#lastMs = clock.monotonicMs();
    }
    this.#schedule();
  }

  /** The next room that was not asked about a moment ago. */
  #take(nowMs: number): RoomId | undefined {
    for (const room of this.#waiting) {
      this.#waiting.delete(room);
      const askedMs = this.#askedMs.get(room);
      if (askedMs !== undefined && nowMs - askedMs < sameRoomMs) continue;
      this.#askedMs.set(room, nowMs);
      return room;
    }
    return undefined;
  }
}
