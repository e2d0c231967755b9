import { type EventId, limits, type RoomEvent, type RoomId, type Seq, type ServerFrameOf } from '@securechat/protocol';

type ResetReason = ServerFrameOf<'events'>['jump'];
/** The result of a frame: events to apply, in order; or a gap, to be repaired from the server. */
export type AppliedFrame =
  | {
      readonly kind: 'apply';
      readonly room: RoomId;
      readonly jump: ResetReason;
      readonly after: Seq;
      readonly events: readonly RoomEvent[];
    }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'gap' };

/** The position in a room. `id` is that of the event there, if known: it shows the server whether its history has changed. */
type CursorPosition = { readonly seq: Seq; readonly id?: EventId };

/** The cursor of each room. Lets only the next events pass, whatever is sent twice or out of order (G4). */
export class Cursors {
  readonly #at = new Map<RoomId, CursorPosition>();

  /** Starts a room where an earlier run left it. */
  begin(room: RoomId, seq: Seq, id?: EventId): void {
    this.#at.set(room, id === undefined ? { seq } : { seq, id });
  }

  /**
   * Whether there is room for another room. A user may be in `roomsPerUser` rooms; as many may have been left on another device, which is
   * known only at the end of the next catch-up.
   */
  hasPlaceFor(room: RoomId): boolean {
    return this.#at.has(room) || this.#at.size < 2 * limits.roomsPerUser;
  }

  /** The cursors for a `sync` request, no more than one may contain. */
  list(): ({ room: RoomId } & CursorPosition)[] {
    return [...this.#at].slice(-limits.roomsPerUser).map(([room, place]) => ({ room, ...place }));
  }

  /** Checks a batch of events. */
  run(frame: ServerFrameOf<'events'>): AppliedFrame {
    if (frame.jump) this.#at.set(frame.room, { seq: frame.after });
    return this.#apply(frame.room, frame.jump, frame.after, frame.events);
  }

  /** Checks a live event. */
  live(event: RoomEvent): AppliedFrame {
    return this.#apply(event.room, undefined, event.seq - 1, [event]);
  }

  /** Removes rooms that are no longer followed. */
  keepOnly(rooms: readonly RoomId[]): void {
    const kept = new Set(rooms);
    for (const room of this.#at.keys()) if (!kept.has(room)) this.#at.delete(room);
  }

  /** The seq up to which a room has been applied; 0 if nothing was. */
  at(room: RoomId): Seq {
    return this.#at.get(room)?.seq ?? 0;
  }

  /** The number of events up to `head` that have not been applied. */
  missing(room: RoomId, head: Seq): number {
    return Math.max(0, head - this.at(room));
  }

  forget(room: RoomId): void {
    this.#at.delete(room);
  }

  #apply(room: RoomId, jump: ResetReason, after: Seq, events: readonly RoomEvent[]): AppliedFrame {
    const cursor = this.#at.get(room)?.seq;
    if (cursor === undefined || after > cursor) return { kind: 'gap' };
    const fresh: RoomEvent[] = [];
    for (const event of events) {
      const at = fresh.at(-1)?.seq ?? cursor;
      if (event.seq <= at) continue;
      if (event.seq !== at + 1) return { kind: 'gap' };
      fresh.push(event);
    }
    const last = fresh.at(-1);
    if (last) this.#at.set(room, { seq: last.seq, id: last.id });
    return fresh.length > 0 || jump ? { kind: 'apply', room, jump, after, events: fresh } : { kind: 'nothing' };
  }
}
