import type { ClientSlot, Member } from './plan.ts';

/** Members of one room, beside the observer, whose messages' times are read. */
const sampledReaders = 3;

function byRoom(members: readonly Member[]): readonly (readonly Member[])[] {
  const rooms = new Map<string, Member[]>();
  for (const member of members) {
    const room = rooms.get(member.room);
    if (room) room.push(member);
    else rooms.set(member.room, [member]);
  }
  return [...rooms.values()];
}

/**
 * The client slots of a room on its home thread: its first member is the observer, the others are authors. A lone member writes to itself.
 */
function home(room: readonly Member[]): ClientSlot[] {
  return room.map((member, i) => ({
    ...member,
    role: i === 0 && room.length > 1 ? 'observer' : 'author',
    sampled: i === 0 || (room.length > 50 && i % Math.ceil(room.length / sampledReaders) === 1),
  }));
}

/** Divides all members among threads: whole rooms if there are enough, otherwise each room's readers. */
export function slotsFor(members: readonly Member[], threads: number): readonly (readonly ClientSlot[])[] {
  const rooms = byRoom(members);
  const slots: ClientSlot[][] = Array.from({ length: threads }, () => []);
  rooms.forEach((room, r) => {
    const split = rooms.length < threads ? Math.ceil(room.length / threads) : room.length;
    for (let part = 0; part * split < room.length; part++) {
      const here = room.slice(part * split, (part + 1) * split);
      const readers = here.map((member) => ({ ...member, role: 'reader' as const, sampled: false }));
      slots[(r + part) % threads]?.push(...(part === 0 ? home(here) : readers));
    }
  });
  return slots;
}
