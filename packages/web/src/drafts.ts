import type { RoomId } from '@securechat/protocol';
import { attempt, type BrowserStorage } from './browser-storage.ts';

/** What is being typed, one draft a room. This tab goes by its own; what was kept is for the next load of the page. */
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

  /** Forgets all of them. */
  clear(): void {
    this.#own.clear();
    this.#shelf.clear();
  }
}
