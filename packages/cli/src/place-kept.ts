import { type Cache, type CachedRun, cacheWith } from '@securechat/client';
import type { RoomId, Seq } from '@securechat/protocol';

/**
 * A cache that keeps the place of what has left this process, and not of what was only given to be printed: a slow reader leaves
 * lines waiting inside of the process, and they are lost with it when it is killed.
 */
export class PlaceKept {
  /** Takes what the client has applied. */
  readonly cache: Cache;
  readonly #kept: Cache;
  readonly #room: RoomId;
  #runs: CachedRun[] = [];
  #left: Seq = 0;

  constructor(kept: Cache, room: RoomId) {
    this.#kept = kept;
    this.#room = room;
    this.cache = cacheWith(kept, (run) => this.#take(run));
  }

  /** Everything up to here has left the process. */
  printed(seq: Seq): void {
    this.#left = Math.max(this.#left, seq);
    this.#settle();
  }

  #take(run: CachedRun): void {
    if (run.room !== this.#room) {
      this.#kept.apply(run);
      return;
    }
    this.#runs.push(run);
    this.#settle();
  }

  #settle(): void {
    for (let [run] = this.#runs; run; [run] = this.#runs) {
      const events = run.events.filter((event) => event.seq <= this.#left);
      const last = events.at(-1);
      if (events.length === run.events.length) {
        this.#kept.apply(run);
        this.#runs.shift();
        continue;
      }
      const [first] = run.events;
      if (last === undefined && !run.begins) return;
      // Where a room begins is a place as well, before anything of it has left: whoever starts again goes on from there.
      const cursor = last?.seq ?? (first ? first.seq - 1 : run.cursor);
      this.#kept.apply({ ...run, events, cursor });
      this.#runs[0] = { ...run, begins: false, events: run.events.slice(events.length) };
    }
  }
}
