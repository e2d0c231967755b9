import { isRoomId, type RoomId, type Seq } from '@securechat/protocol';
import { attempt, type BrowserStorage } from './browser-storage.ts';

/** An edit that is not saved yet: of the message at `seq`, and what stands in the field. */
export type EditDraft = { readonly seq: Seq; readonly text: string };

/** The edit of each room. This tab reads its own memory; what is stored is for the next load of the page. */
export class EditDrafts {
  readonly #shelf: BrowserStorage;
  readonly #own = new Map<RoomId, EditDraft | undefined>();

  constructor(shelf: BrowserStorage) {
    this.#shelf = shelf;
  }

  of(room: RoomId): EditDraft | undefined {
    if (!this.#own.has(room)) this.#own.set(room, parse(this.#shelf.get(room)));
    return this.#own.get(room);
  }

  /** `isStored`: the text is not that of the message, which may be deleted while the page is closed. */
  set(room: RoomId, edit: EditDraft, isStored: boolean): void {
    this.#own.set(room, edit);
    if (isStored) attempt(() => this.#shelf.set(room, JSON.stringify(edit)));
    else this.unstore(room);
  }

  /** Stores the edit of this room no longer: its message was deleted. */
  unstore(room: RoomId): void {
    this.#shelf.remove(room);
  }

  remove(room: RoomId): void {
    this.#own.set(room, undefined);
    this.unstore(room);
  }

  /** Deletes all edits. */
  clear(): void {
    for (const room of [...this.#own.keys(), ...this.#shelf.names().filter(isRoomId)]) this.remove(room);
  }
}

/** Validates, since other versions of the page and the user can write here. */
function parse(stored: string | undefined): EditDraft | undefined {
  const read = attempt((): unknown => JSON.parse(stored ?? ''));
  if (typeof read !== 'object' || read === null || !('seq' in read) || !('text' in read)) return undefined;
  const { seq, text } = read;
  return Number.isSafeInteger(seq) && typeof text === 'string' ? { seq: Number(seq), text } : undefined;
}
