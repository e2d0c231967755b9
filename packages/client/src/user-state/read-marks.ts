import type { ReadMark, RoomId, Seq, StateEntry, WireStateEntry } from '@securechat/protocol';
import type { RoomState } from '../chat/model.ts';
import type { ChatStore } from '../chat/store.ts';

/** Local data of versions that had read positions of their own: the seq up to which a room was read. */
const formerMark = 'former-mark';

/** How far rooms are read: the changes of read marks. */
export class ReadMarks {
  readonly #store: ChatStore;
  readonly #set: (entries: readonly StateEntry[]) => void;
  readonly #begin: (entries: readonly StateEntry[]) => void;
  /** Read positions of earlier versions, until their rooms are known. */
  readonly #former = new Map<string, number>();

  /** `begin` sets the marks of rooms that have none. */
  constructor(
    store: ChatStore,
    set: (entries: readonly StateEntry[]) => void,
    begin: (entries: readonly StateEntry[]) => void,
  ) {
    this.#store = store;
    this.#set = set;
    this.#begin = begin;
  }

  /** Local data of an earlier run, which may be a read position of an earlier version. */
  restore({ kind, key, value }: WireStateEntry): void {
    if (kind === formerMark && typeof value === 'number') this.#former.set(key, value);
  }

  /** Forgets the read positions of earlier versions. */
  forget(): void {
    this.#former.clear();
  }

  /** Marks everything in a room as read. */
  markRead(room: RoomId): void {
    const state = this.#store.state.byRoom[room];
    const raised = state && this.#raised(room, { seq: state.cursor, n: state.messages });
    if (raised) this.#set([raised]);
  }

  /**
   * Rooms have begun on this device, or again after the user was away from it: what is before them counts as read. Without a mark of another
   * device, `isFirst` counts all of it as read, because it was there before this account had marks.
   */
  begun(rooms: readonly RoomId[], isFirst: boolean, rejoined: boolean): void {
    const entries = rooms.flatMap((room) => this.#beginning(room, isFirst, rejoined) ?? []);
    if (entries.length > 0) this.#begin(entries);
  }

  #beginning(room: RoomId, isFirst: boolean, rejoined: boolean): StateEntry | undefined {
    const { byRoom, userState } = this.#store.state;
    const state = byRoom[room];
    if (!state || (userState.read.has(room) && !rejoined)) return undefined;
    const former = this.#former.get(room);
    this.#former.delete(room);
    if (former !== undefined) return this.#raised(room, markAt(state, former));
    if (isFirst) return this.#raised(room, { seq: state.cursor, n: state.messages });
    return this.#raised(room, { seq: state.readUpTo, n: state.readCount });
  }

  /** The history of a room was restored, and is shorter than what was read: the mark falls to its end. */
  restored(room: RoomId): void {
    const { byRoom, userState } = this.#store.state;
    const [state, mark] = [byRoom[room], userState.read.get(room)];
    if (!state || !mark || mark.seq <= state.cursor) return;
    const value = { seq: state.cursor, n: state.messages, epoch: mark.epoch + 1 };
    this.#set([{ kind: 'read', key: room, value }]);
  }

  /** Makes this message and those after it unread again. */
  markUnread(room: RoomId, seq: Seq): void {
    const { byRoom, userState } = this.#store.state;
    const state = byRoom[room];
    if (!state || state.readUpTo < seq) return;
    const value = { ...markBefore(state, seq), epoch: (userState.read.get(room)?.epoch ?? 0) + 1 };
    this.#set([{ kind: 'read', key: room, value }]);
  }

  /** The change that raises a mark to this seq; undefined if it is as high already. */
  #raised(room: RoomId, { seq, n }: Pick<ReadMark, 'seq' | 'n'>): StateEntry | undefined {
    const before = this.#store.state.userState.read.get(room);
    if (before && before.seq >= seq) return undefined;
    return { kind: 'read', key: room, value: { seq, n, epoch: before?.epoch ?? 0 } };
  }
}

/** The mark before this seq: what comes from there on is loaded. */
function markBefore({ messages, timeline }: RoomState, seq: Seq): Pick<ReadMark, 'seq' | 'n'> {
  let n = messages;
  for (const entry of timeline) if (entry.kind === 'message' && entry.seq >= seq) n--;
  return { seq: seq - 1, n };
}

/** The mark at this seq, as far as the room's messages are known: older ones count as read. */
function markAt({ readCount, timeline }: RoomState, seq: number): Pick<ReadMark, 'seq' | 'n'> {
  let n = readCount;
  for (const entry of timeline) if (entry.kind === 'message' && entry.seq <= seq) n++;
  return { seq, n };
}
