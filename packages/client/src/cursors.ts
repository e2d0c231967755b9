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

/** The position in a room. `id` is that of the event there, by which the server sees whether its history has changed; at 0 there is none. */
export type CursorPosition = { readonly seq: Seq; readonly id?: EventId };

/** The cursor of each room. Lets only the next events pass, whatever is sent twice or out of order (G4). */
export class Cursors {
  readonly #at = new Map<RoomId, CursorPosition>();

  /** Starts a room where an earlier run left it. */
  begin(room: RoomId, position: CursorPosition): void {
    this.#at.set(room, position);
  }

  /**
   * Whether there is room for another room. A user may be in `followedRooms` rooms; as many may have been left on another device, which is
   * known only at the end of the next catch-up.
   */
  hasPlaceFor(room: RoomId): boolean {
    return this.#at.has(room) || this.#at.size < 2 * limits.followedRooms;
  }

  /** The cursors for a `sync` request, no more than one may contain. A room whose event at the cursor is unknown starts over. */
  list(): ({ room: RoomId } & CursorPosition)[] {
    const known = [...this.#at].filter(([, { seq, id }]) => seq === 0 || id !== undefined);
    return known.slice(-limits.followedRooms).map(([room, { seq, id }]) => ({ room, seq, ...(id && { id }) }));
  }

  /** Checks a batch of events. */
  run(frame: ServerFrameOf<'events'>): AppliedFrame {
    const { after: seq, afterId: id } = frame;
    const jump = this.#isKnown(frame) ? undefined : frame.jump;
    if (jump) this.#at.set(frame.room, id === undefined ? { seq } : { seq, id });
    return this.#apply(frame.room, jump, frame.after, frame.events);
  }

  /**
   * Whether what a room begins with has been applied already. While a catch-up is on its way, the user may have returned to a room that its
   * request did not name: the room then comes by itself, and in the answer again.
   */
  #isKnown({ room, jump, after }: ServerFrameOf<'events'>): boolean {
    const known = this.#at.get(room);
    return jump === 'new' && known?.id !== undefined && known.seq >= after;
  }

  /** Checks a live event. */
  live(event: RoomEvent): AppliedFrame {
    return this.#apply(event.room, undefined, event.seq - 1, [event]);
  }

  /** Removes rooms that are no longer followed. */
  keepOnly(kept: ReadonlySet<RoomId>): void {
    for (const room of this.#at.keys()) if (!kept.has(room)) this.#at.delete(room);
  }

  /** The seq up to which a room has been applied; 0 if nothing was. */
  at(room: RoomId): Seq {
    return this.position(room).seq;
  }

  /** The cursor of a room; 0 if nothing of it was applied. */
  position(room: RoomId): CursorPosition {
    return this.#at.get(room) ?? { seq: 0 };
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
