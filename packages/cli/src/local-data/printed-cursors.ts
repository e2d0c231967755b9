import { type Cache, type CachedBatch, cacheWith } from '@securechat/client';
import type { RoomId, Seq } from '@securechat/protocol';

/** What of one room has been applied by the client, and how far it has left this process. */
type Waiting = { runs: CachedBatch[]; left: Seq };

/**
 * A cache that keeps the place of what has left this process, and not of what was only given to be printed: a slow reader leaves
 * lines waiting inside of the process, and they are lost with it when it is killed.
 */
export class PlaceKept {
  /** Takes what the client has applied. */
  readonly cache: Cache;
  readonly #kept: Cache;
  readonly #isPrinted: (room: RoomId) => boolean;
  readonly #waiting = new Map<RoomId, Waiting>();

  /** `isPrinted` says which rooms are printed; of the others everything counts as printed. */
  constructor(kept: Cache, isPrinted: (room: RoomId) => boolean) {
    this.#kept = kept;
    this.#isPrinted = isPrinted;
    this.cache = cacheWith(kept, (run) => this.#take(run));
  }

  /** Everything of the room up to here has left the process. */
  printed(room: RoomId, seq: Seq): void {
    const waiting = this.#of(room);
    waiting.left = Math.max(waiting.left, seq);
    this.#settle(waiting);
  }

  #of(room: RoomId): Waiting {
    const waiting = this.#waiting.get(room) ?? { runs: [], left: 0 };
    this.#waiting.set(room, waiting);
    return waiting;
  }

  #take(run: CachedBatch): void {
    if (!this.#isPrinted(run.room)) {
      this.#kept.apply(run);
      return;
    }
    const waiting = this.#of(run.room);
    waiting.runs.push(run);
    this.#settle(waiting);
  }

  #settle({ runs, left }: Waiting): void {
    for (let [run] = runs; run; [run] = runs) {
      const events = run.events.filter((event) => event.seq <= left);
      const last = events.at(-1);
      if (events.length === run.events.length) {
        this.#kept.apply(run);
        runs.shift();
        continue;
      }
      const [first] = run.events;
      if (last === undefined && !run.begins) return;
      // Where a room begins is a place as well, before anything of it has left: whoever starts again goes on from there.
      const cursor = last?.seq ?? (first ? first.seq - 1 : run.cursor);
      this.#kept.apply({ ...run, events, cursor });
      runs[0] = { ...run, begins: false, events: run.events.slice(events.length) };
    }
  }
}
