import { limits, type RoomId, type StateEntry } from '@securechat/protocol';
import type { ChatStore } from '../chat/store.ts';
import type { Clock } from '../ports.ts';

/** A draft is saved when nothing was typed for this long. */
const quietMs = 5000;
/** How many saved texts of a room are known as this device's own. */
const maxOwn = 8;

/** The text of one composer. */
type Composed = {
  /** What stands in the composer. */
  text: string;
  /** The draft that it is a change of. Undefined after another device has changed the draft as well. */
  base: string | undefined;
  /** The texts that this device has saved, the last one at the end. */
  own: readonly string[];
  cancel?: (() => void) | undefined;
};

type Parts = {
  readonly clock: Pick<Clock, 'after'>;
  readonly store: ChatStore;
  /** Changes what the user keeps. */
  readonly set: (entries: readonly StateEntry[]) => void;
  /** A composer must get this text. */
  readonly put: (room: RoomId, text: string) => void;
};

/**
 * Syncs the texts of composers with the user's other devices. A text that was not changed here since it became the draft follows the draft.
 * A draft that would replace any other text waits in `ChatState.otherDrafts` until the user takes it, and that text is not saved until then.
 */
export class Drafts {
  readonly #parts: Parts;
  readonly #rooms = new Map<RoomId, Composed>();
  #isStarted = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Starts with the composers' texts of an earlier run. Composers without one get the drafts of other devices. */
  start(texts: ReadonlyMap<RoomId, string>): void {
    this.#isStarted = true;
    for (const [room, text] of texts) this.write(room, text);
    this.follow();
  }

  /** The text of a composer as it is now; it is saved after a pause. */
  write(room: RoomId, text: string): void {
    if (!this.#isStarted) return;
    const composed = this.#composed(room);
    if (composed.text === text) return;
    composed.text = text;
    const draft = this.#draft(room);
    if (text === draft) composed.base = draft;
    this.#wait(room, composed);
  }

  /** Saves what was written in a room, or in all rooms, without waiting for a pause. */
  save(only?: RoomId): void {
    for (const [room, composed] of this.#rooms) {
      if (composed.cancel && (only === undefined || room === only)) this.#save(room, composed);
    }
  }

  /** Whether the room's draft was what is being sent: that of this composer, which is empty by now. */
  isOurs(room: RoomId): boolean {
    const composed = this.#rooms.get(room);
    return composed?.text === '' && composed.base === this.#draft(room);
  }

  /** Whether this device has saved this text lately. */
  hasSaved(room: RoomId, text: string): boolean {
    return this.#rooms.get(room)?.own.includes(text) === true;
  }

  /** An unconfirmed draft of this device is about to be replaced by one of another device. */
  replaced(room: RoomId): void {
    const composed = this.#rooms.get(room);
    if (composed) composed.base = undefined;
  }

  /** The server has forgotten drafts, or has an older state: texts without a draft are saved again. */
  forgotten(): void {
    for (const composed of this.#rooms.values()) composed.base = undefined;
  }

  /** Drafts may have changed on another device. */
  follow(): void {
    if (!this.#isStarted) return;
    // The keys of this kind are rooms.
    const drafts = this.#parts.store.state.userState.draft.keys() as Iterable<RoomId>;
    for (const room of new Set([...drafts, ...this.#rooms.keys()])) this.#meet(room, this.#composed(room));
  }

  /** Cancels the timers. */
  close(): void {
    for (const { cancel } of this.#rooms.values()) cancel?.();
  }

  #draft(room: RoomId): string {
    return this.#parts.store.state.userState.draft.get(room)?.text ?? '';
  }

  #composed(room: RoomId): Composed {
    const known = this.#rooms.get(room);
    if (known) return known;
    const composed: Composed = { text: '', base: '', own: [] };
    this.#rooms.set(room, composed);
    return composed;
  }

  #meet(room: RoomId, composed: Composed): void {
    const draft = this.#draft(room);
    const { text, base, own } = composed;
    if (draft === base) return;
    const isUntouched = text === base || text === '';
    if (draft === text || draft === '' || own.includes(draft) || isUntouched) composed.base = draft;
    else composed.base = undefined;
    if (isUntouched && text !== draft) {
      composed.text = draft;
      this.#parts.put(room, draft);
    }
    this.#wait(room, composed);
  }

  /** Waits to save a text that is not the draft, unless the draft is another device's. */
  #wait(room: RoomId, composed: Composed): void {
    composed.cancel?.();
    composed.cancel = undefined;
    const draft = this.#draft(room);
    const isOther = composed.base !== draft;
    this.#parts.store.dispatch({ kind: 'other-draft', room, text: isOther ? draft : undefined });
    if (isOther || composed.text === draft) return;
    composed.cancel = this.#parts.clock.after(quietMs, () => this.#save(room, composed));
  }

  #save(room: RoomId, composed: Composed): void {
    composed.cancel?.();
    composed.cancel = undefined;
    const { text, own } = composed;
    // A text that is too long for a message stays on this device.
    if (text.length > limits.text) return;
    composed.base = text;
    composed.own = [...own, text].slice(-maxOwn);
    this.#parts.set([{ kind: 'draft', key: room, value: text === '' ? null : { text } }]);
  }
}
