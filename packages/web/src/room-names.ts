import { type ChatState, type RoomState, roomOf } from '@securechat/client';
import { isRoomName, type RoomId } from '@securechat/protocol';
import { attempt, type BrowserStorage } from './browser-storage.ts';

/** The names of rooms that something was sent to. What is unsent is shown before the server has told of its room, and after that was left. */
export class RoomNames {
  readonly #storage: BrowserStorage;

  constructor(storage: BrowserStorage) {
    this.#storage = storage;
  }

  /** Keeps the room's name; a browser that keeps nothing is no error. */
  keep({ byRoom }: Pick<ChatState, 'byRoom'>, id: RoomId): void {
    const room = byRoom[id];
    if (room) attempt(() => this.#storage.set(id, room.name));
  }

  /** A room as it is known; where nothing is known of it, a bare one with the name that was kept. */
  roomOf(state: Pick<ChatState, 'byRoom'>, id: RoomId): RoomState {
    const room = roomOf(state, id);
    const name = state.byRoom[id] ? undefined : this.#storage.get(id);
    return name !== undefined && isRoomName(name) ? { ...room, name } : room;
  }

  /** Forgets all of them. */
  clear(): void {
    this.#storage.clear();
  }
}
