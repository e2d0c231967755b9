import { ok, type Result, type RoomId, type Seq } from '@securechat/protocol';
import type { Failure } from './api.ts';
import type { ChatStore } from './chat/store.ts';
import type { LocalPersistence } from './local-persistence.ts';
import type { Requests } from './requests.ts';
import { oldestSeq } from './timeline/oldest.ts';

type HistoryLoaderParts = {
  readonly store: ChatStore;
  readonly persistence: Pick<LocalPersistence, 'before'>;
  readonly requests: Pick<Requests, 'ask'>;
};

/** No older page is loaded beyond this fraction of a room's byte limit. */
const fullAt = 0.9;

/** Loads older events into the rooms' timelines, from the device's cache or else from the server. */
export class HistoryLoader {
  readonly #parts: HistoryLoaderParts;
  /** The running load of each room, which later callers await. */
  readonly #loading = new Map<RoomId, Promise<Result<void, Failure>>>();

  constructor(parts: HistoryLoaderParts) {
    this.#parts = parts;
  }

  /** Loads the page before the oldest line of a room, or awaits the running load. */
  async load(room: RoomId, limit: number): Promise<Result<void, Failure>> {
    const { store, persistence } = this.#parts;
    const state = store.state.byRoom[room];
    if (!state || state.atStart) return ok(undefined);
    const underWay = this.#loading.get(room);
    if (underWay) return await underWay;
    // The memory limit is reached: older messages are read with `securechat history`.
    if (state.bytes >= store.state.memory.roomBytes * fullAt) return ok(undefined);
    const before = oldestSeq(state);
    const kept = persistence.before(room, before, limit);
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
