import type { RoomEvent, RoomId, Seq, ServerFrameOf } from '@securechat/protocol';

type Jump = ServerFrameOf<'events'>['jump'];
/** What came of a frame: events to apply, in order; or a hole, to be mended from the server. */
export type Taken =
  | {
      readonly kind: 'apply';
      readonly room: RoomId;
      readonly jump: Jump;
      readonly after: Seq;
      readonly events: readonly RoomEvent[];
    }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'gap' };

/** How far each room has been applied. Lets through only what follows on, whatever is sent twice or out of turn (G4). */
export class Cursors {
  readonly #at = new Map<RoomId, Seq>();

  constructor(kept: Readonly<Record<string, Seq>> = {}) {
    for (const [room, seq] of Object.entries(kept)) this.#at.set(room as RoomId, seq);
  }

  /** As a `sync` asks for them. */
  list(): { room: RoomId; seq: Seq }[] {
    return [...this.#at].map(([room, seq]) => ({ room, seq }));
  }

  /** Takes a run of events. */
  run(frame: ServerFrameOf<'events'>): Taken {
    if (frame.jump) this.#at.set(frame.room, frame.after);
    return this.#take(frame.room, frame.jump, frame.after, frame.events);
  }

  /** Takes an event that has just happened. */
  live(event: RoomEvent): Taken {
    return this.#take(event.room, undefined, event.seq - 1, [event]);
  }

  /** Forgets rooms that are no longer followed. */
  keepOnly(rooms: readonly RoomId[]): void {
    for (const room of this.#at.keys()) if (!rooms.includes(room)) this.#at.delete(room);
  }

  /** How many events up to `head` have not been applied. */
  missing(room: RoomId, head: Seq): number {
    return Math.max(0, head - (this.#at.get(room) ?? 0));
  }

  forget(room: RoomId): void {
    this.#at.delete(room);
  }

  #take(room: RoomId, jump: Jump, after: Seq, events: readonly RoomEvent[]): Taken {
    const cursor = this.#at.get(room);
    if (cursor === undefined || after > cursor) return { kind: 'gap' };
    const fresh: RoomEvent[] = [];
    let at = cursor;
    for (const event of events) {
      if (event.seq <= at) continue;
      if (event.seq !== at + 1) return { kind: 'gap' };
      fresh.push(event);
      at = event.seq;
    }
    this.#at.set(room, at);
    return fresh.length > 0 || jump ? { kind: 'apply', room, jump, after, events: fresh } : { kind: 'nothing' };
  }
}
