import { isRoomId, type RoomId } from '@securechat/protocol';
import { attempt, type BrowserStorage } from './browser-storage.ts';

/** The draft of each room. This tab reads its own memory; the stored drafts are for the next load of the page. */
export class Drafts {
  readonly #shelf: BrowserStorage;
  readonly #own = new Map<RoomId, string>();

  constructor(shelf: BrowserStorage) {
    this.#shelf = shelf;
  }

  of(room: RoomId): string {
    return this.#own.get(room) ?? this.#shelf.get(room) ?? '';
  }

  set(room: RoomId, text: string): void {
    this.#own.set(room, text);
    if (text === '') this.#shelf.remove(room);
    else attempt(() => this.#shelf.set(room, text));
  }

  /** All drafts that are not empty. */
  all(): ReadonlyMap<RoomId, string> {
    const rooms = new Set([...this.#own.keys(), ...this.#shelf.names().filter(isRoomId)]);
    return new Map([...rooms].map((room) => [room, this.of(room)] as const).filter(([, text]) => text !== ''));
  }

  /** Deletes all drafts. */
  clear(): void {
    this.#own.clear();
    this.#shelf.clear();
  }
}
