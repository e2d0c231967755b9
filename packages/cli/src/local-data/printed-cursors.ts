import { type Cache, type CachedBatch, cacheWith } from '@securechat/client';
import type { RoomId, Seq } from '@securechat/protocol';

/** The batches of one room that the client has applied, and the last seq that has left this process. */
type Waiting = { runs: CachedBatch[]; left: Seq };

/**
 * A cache that stores only what has left this process, not what was merely queued for printing: if the reader is slow and the process is
 * killed, queued lines are lost and must be printed by the next run.
 */
export class PrintedCursors {
  /** Receives the batches that the client applies. */
  readonly cache: Cache;
  readonly #kept: Cache;
  readonly #isPrinted: (room: RoomId) => boolean;
  readonly #waiting = new Map<RoomId, Waiting>();

  /** `isPrinted`: whether a room is printed; batches of other rooms are stored at once. */
  constructor(kept: Cache, isPrinted: (room: RoomId) => boolean) {
    this.#kept = kept;
    this.#isPrinted = isPrinted;
    this.cache = cacheWith(kept, (run) => this.#take(run));
  }

  /** Everything of the room up to this seq has left the process. */
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
      if (last === undefined && !run.begins) return;
      // Store that the room has begun even before a line has left, so that the next run prints it all: a cursor of 0 needs no event.
      const { cursorId: _, ...rest } = run;
      this.#kept.apply({ ...rest, events, ...(last ? { cursor: last.seq, cursorId: last.id } : { cursor: 0 }) });
      runs[0] = { ...run, begins: false, events: run.events.slice(events.length) };
    }
  }
}
