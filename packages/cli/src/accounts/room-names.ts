import type { ChatClient } from '@securechat/client';
import type { RoomId, RoomName } from '@securechat/protocol';
import type { NamedRoom } from './find-room.ts';

/**
 * The names of a client's rooms. A room keeps its last known name when the user has left it, and one of `found` has its name before its
 * description arrives.
 */
export function roomNames(found: readonly NamedRoom[] = []): {
  /** Reads the names of this client from now on. */
  follow(client: Pick<ChatClient, 'getSnapshot'>): void;
  nameOf(room: RoomId): RoomName;
} {
  const known = new Map(found.map(({ id, name }) => [id, name]));
  let read: ChatClient['getSnapshot'] | undefined;
  return {
    follow: (client) => {
      read = client.getSnapshot;
    },
    nameOf: (room) => {
      const name = read?.().byRoom[room]?.name;
      // A room is called by its id until its description arrives.
      if (name !== undefined && ((name as string) !== room || !known.has(room))) known.set(room, name);
      return known.get(room) ?? (room as string as RoomName);
    },
  };
}
