import { generalRoom, type RoomId, type UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { RoomSummary } from '@securechat/protocol/model';
import { tellsPresence } from './profiles.ts';

/** A room with the members who are online. */
export type RoomWithPresence = RoomSummary & { readonly online: readonly UserId[] };

/** What JSON adds to a name. */
const perName = '"",'.length;

/**
 * Adds the online members to rooms, `general` first, within `limits.onlineNames`: beyond it lists are cut short, and rooms of more than
 * `limits.presenceMembers` have none. Yields to other work between two rooms.
 */
export async function withOnline(
  rooms: readonly RoomSummary[],
  parts: {
    readonly members: (room: RoomId) => Promise<readonly UserId[]>;
    /** Returns those of the users who are online, in the order given. */
    readonly online: (users: readonly UserId[]) => Promise<readonly UserId[]>;
    readonly ready: () => Promise<void>;
  },
): Promise<RoomWithPresence[]> {
  let left: number = limits.onlineNames;
  const fits = (user: UserId): boolean => {
    left -= user.length + perName;
    return left >= 0;
  };
  const online = new Map<RoomId, readonly UserId[]>();
  const announced = rooms.filter(tellsPresence);
  for (const { id } of announced.toSorted((a, b) => Number(b.id === generalRoom) - Number(a.id === generalRoom))) {
    if (left <= 0) break;
    await parts.ready();
    const here = await parts.online(await parts.members(id));
    const over = here.findIndex((user) => !fits(user));
    online.set(id, over === -1 ? here : here.slice(0, over));
  }
  return rooms.map((room) => ({ ...room, online: online.get(room.id) ?? [] }));
}
