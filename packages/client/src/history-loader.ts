import { ok, type Result, type RoomId, type Seq } from '@securechat/protocol';
import type { Failure } from './api.ts';
import type { ChatStore } from './chat/store.ts';
import type { LocalPersistence } from './local-persistence.ts';
import type { Requests } from './requests.ts';
import { type CurrentEvent, withStates } from './timeline/message-changes.ts';
import { oldestSeq } from './timeline/oldest.ts';

type HistoryLoaderParts = {
  readonly store: ChatStore;
  readonly persistence: Pick<LocalPersistence, 'before'>;
  readonly requests: Pick<Requests, 'ask'>;
};

/** No older page is loaded beyond this fraction of a room's byte limit. */
const fullAt = 0.9;
/** How often a page is read again because the room has changed meanwhile; in a room that never rests, the reader scrolls again. */
const maxStalePages = 5;

/** Loads older events into the rooms' timelines, from the device's cache or else from the server. */
export class HistoryLoader {
  readonly #parts: HistoryLoaderParts;
  /** The running load of each room, and the seq that it loads the events before. Later callers await it. */
  readonly #loading = new Map<RoomId, { readonly before: Seq; readonly done: Promise<Result<void, Failure>> }>();

  constructor(parts: HistoryLoaderParts) {
    this.#parts = parts;
  }

  /** Loads the page before the oldest line of a room, or awaits the running load of it. Nothing before the room's first events arrive. */
  async load(room: RoomId, limit: number): Promise<Result<void, Failure>> {
    const { store, persistence } = this.#parts;
    const state = store.state.byRoom[room];
    if (!state || state.atStart || state.cursor === 0) return ok(undefined);
    const underWay = this.#loading.get(room);
    // A load from before the room was reset or forgotten does not fit the lines that are there now.
    if (underWay && underWay.before !== oldestSeq(state)) {
      await underWay.done;
      return await this.load(room, limit);
    }
    if (underWay) return await underWay.done;
    // The memory limit is reached: older messages are read with `securechat history`.
    if (state.bytes >= store.state.memory.roomBytes * fullAt) return ok(undefined);
    const before = oldestSeq(state);
    const kept = persistence.before(room, before, limit);
    if (kept.length > 0) {
      store.dispatch({ kind: 'older', room, before, events: kept, atStart: false });
      return ok(undefined);
    }
    const done = this.#fetch(room, before, limit);
    this.#loading.set(room, { before, done });
    return await done;
  }

  async #fetch(room: RoomId, before: Seq, limit: number): Promise<Result<void, Failure>> {
    const { store, requests } = this.#parts;
    let found: readonly CurrentEvent[] = [];
    let more = true;
    let stale = 0;
    // A page is short, or even empty, where most events only change others.
    for (let from = before; more && found.length === 0; ) {
      const page = await requests.ask('history', { room, before: from, limit });
      if (!page.ok) {
        this.#loading.delete(room);
        return page;
      }
      const { asOf, events, changed, next } = page.value;
      // What has changed since the page was read has been applied to the lines that were here, and is read again.
      if (asOf < (store.state.byRoom[room]?.cursor ?? 0)) {
        stale++;
        if (stale < maxStalePages) continue;
        break;
      }
      found = withStates(events, changed);
      more = page.value.more && next !== undefined;
      from = next ?? from;
    }
    this.#loading.delete(room);
    if (stale === maxStalePages) return ok(undefined);
    store.dispatch({ kind: 'older', room, before, events: found, atStart: !more });
    return ok(undefined);
  }
}
