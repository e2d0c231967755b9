import type { ChatClient } from '@securechat/client';
import type { NamedRoom } from '@securechat/client/present';
import type { RoomId, RoomName } from '@securechat/protocol';

/**
 * What a client's rooms are called. A room keeps its last known name when the user has left it, and one of `found` has its name before its
 * description arrives.
 */
export function roomNames(found: readonly NamedRoom[] = []): {
  /** Reads the names of this client from now on. */
  follow(client: Pick<ChatClient, 'getSnapshot'>): void;
  roomOf(room: RoomId): NamedRoom;
} {
  const known = new Map(found.map((room) => [room.id, room]));
  let read: ChatClient['getSnapshot'] | undefined;
  return {
    follow: (client) => {
      read = client.getSnapshot;
    },
    roomOf: (room) => {
      const now = read?.().byRoom[room];
      // A room is called by its id until its description arrives.
      if (now && ((now.name as string) !== room || !known.has(room))) {
        const { id, kind, name, with: people, members, role } = now;
        known.set(room, {
          id,
          kind,
          members,
          ...(role && { role }),
          ...(name && { name }),
          ...(people && { with: people }),
        });
      }
      return known.get(room) ?? { id: room, name: room as string as RoomName };
    },
  };
}
