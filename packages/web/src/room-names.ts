import { type ChatState, type RoomState, roomOf } from '@securechat/client';
import { roomHandle } from '@securechat/client/present';
import { isRoomName, isUserId, type RoomId } from '@securechat/protocol';
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
    if (room) attempt(() => this.#storage.set(id, roomHandle(room)));
  }

  /** A room as it is known; where nothing is known of it, a bare one with the name that was kept. */
  roomOf(state: Pick<ChatState, 'byRoom'>, id: RoomId): RoomState {
    const room = roomOf(state, id);
    const name = state.byRoom[id] ? undefined : this.#storage.get(id);
    if (name === undefined) return room;
    if (isRoomName(name)) return { ...room, name };
    const user = name.slice(1);
    if (!isUserId(user)) return room;
    const { name: _, ...others } = room;
    return { ...others, kind: 'direct', with: [user] };
  }

  /** Forgets all of them. */
  clear(): void {
    this.#storage.clear();
  }
}
