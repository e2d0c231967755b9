import { ok, type Result, type RoomId, type Seq } from '@securechat/protocol';
import type { Failure } from './api.ts';
import type { ChatStore } from './chat/store.ts';
import type { LocalPersistence } from './local-persistence.ts';
import type { Requests } from './requests.ts';
import { oldestSeq } from './timeline/oldest.ts';

type HistoryLoaderParts = {
  readonly store: ChatStore;
  readonly keeper: Pick<LocalPersistence, 'before'>;
  readonly requests: Pick<Requests, 'ask'>;
};

/** The part of a room's bytes beyond which no older page is asked for. */
const fullAt = 0.9;

/** Puts older events on top of the rooms' timelines: what the device has kept, or else a page of the server's. */
export class HistoryLoader {
  readonly #parts: HistoryLoaderParts;
  /** What is on its way, of each room: whoever asks for more meanwhile waits for the same. */
  readonly #loading = new Map<RoomId, Promise<Result<void, Failure>>>();

  constructor(parts: HistoryLoaderParts) {
    this.#parts = parts;
  }

  /** Loads the page before the oldest line of a room, or waits for the one that is on its way. */
  async load(room: RoomId, limit: number): Promise<Result<void, Failure>> {
    const { store, keeper } = this.#parts;
    const state = store.state.byRoom[room];
    if (!state || state.atStart) return ok(undefined);
    const underWay = this.#loading.get(room);
    if (underWay) return await underWay;
    // There is no memory for more: what lies before is read with `securechat history`.
    if (state.bytes >= store.state.memory.roomBytes * fullAt) return ok(undefined);
    const before = oldestSeq(state);
    const kept = keeper.before(room, before, limit);
    if (kept.length > 0) {
      store.dispatch({ kind: 'older', room, before, events: kept, atStart: false });
      return ok(undefined);
    }
    const fetching = this.#fetch(room, before, limit);
    this.#loading.set(room, fetching);
    return await fetching;
  }

  async #fetch(room: RoomId, before: Seq, limit: number): Promise<Result<void, Failure>> {
    const { store, requests } = this.#parts;
    const page = await requests.ask('history', { room, before, limit });
    this.#loading.delete(room);
    if (!page.ok) return page;
    store.dispatch({ kind: 'older', room, before, events: page.value.events, atStart: !page.value.more });
    return ok(undefined);
  }
}
