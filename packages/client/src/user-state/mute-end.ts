import type { StateEntry } from '@securechat/protocol';
import type { ChatStore } from '../chat/store.ts';
import type { Clock } from '../ports.ts';

/** A longer timer would end at once; it is set again until its time has come. */
const maxTimerMs = 24 * 60 * 60_000;

/**
 * Ends notification levels whose time is over. Each device does this for itself: the entry stays on the server, where the user's next choice
 * replaces it.
 */
export class MuteEnd {
  readonly #clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly #store: ChatStore;
  #cancel: (() => void) | undefined;

  constructor(clock: Pick<Clock, 'nowMs' | 'after'>, store: ChatStore) {
    this.#clock = clock;
    this.#store = store;
  }

  /** Levels may have changed: removes those that have ended, and waits for the next end. */
  check(): void {
    this.close();
    const nowMs = this.#clock.nowMs();
    const ended: StateEntry[] = [];
    let nextMs = Number.POSITIVE_INFINITY;
    for (const [key, { untilMs }] of this.#store.state.userState.notify) {
      if (untilMs === undefined) continue;
      // The keys of this kind are rooms.
      if (untilMs <= nowMs) ended.push({ kind: 'notify', key, value: null } as StateEntry);
      else nextMs = Math.min(nextMs, untilMs);
    }
    if (ended.length > 0) this.#store.dispatch({ kind: 'user-state', entries: ended });
    if (nextMs === Number.POSITIVE_INFINITY) return;
    this.#cancel = this.#clock.after(Math.min(nextMs - nowMs, maxTimerMs), () => this.check());
  }

  /** Cancels the timer. */
  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
