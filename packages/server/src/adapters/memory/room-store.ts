import type { RoomId, RoomName, UserId } from '@securechat/protocol/ids';
import type { BanSummary, MemberRole } from '@securechat/protocol/model';
import { ok } from '@securechat/protocol/result';
import { decideRoomDeletion } from '../../domain/decide-archive.ts';
import { decideRoom } from '../../domain/decide-room.ts';
import { directPeople } from '../../domain/new-event.ts';
import type { RoomCommand, RoomFacts } from '../../domain/room-command.ts';
import type { InvitationStore } from '../../ports/invitation-store.ts';
import type { RoomStore } from '../../ports/store.ts';
import { invitationStore } from './invitations.ts';
import type { Memory, Room } from './state.ts';

const publicRooms = (memory: Memory) => [...memory.rooms.values()].filter(({ roomKind }) => roomKind === 'public');
const publicRoom = (memory: Memory, name: RoomName) => publicRooms(memory).find((room) => room.name === name);
const formerly = (memory: Memory, name: RoomName, nowMs: number) =>
  publicRooms(memory).find(({ formerNames }) => (formerNames.get(name) ?? 0) > nowMs);
const isTaken = (memory: Memory, name: RoomName, by: RoomId, atMs: number) =>
  [publicRoom(memory, name), formerly(memory, name, atMs)].some((room) => room !== undefined && room.id !== by);

const endOf = ({ untilMs = Number.POSITIVE_INFINITY }: BanSummary): number => untilMs;
const bannedUntilMs = (room: Room | undefined, user: UserId | undefined): number | undefined => {
  const ban = user && room?.bans.get(user);
  return ban && endOf(ban);
};

/** The members of a room with an enabled account, those with this role or all. */
export function enabledMembers(memory: Memory, room: Room | undefined, role?: MemberRole): readonly UserId[] {
  const members = room ? memory.membersOf(room) : [];
  return members
    .filter((member) => role === undefined || member.role === role)
    .map(({ user }) => user)
    .filter((user) => memory.accounts.get(user)?.disabled === false);
}

/** The facts about the direct rooms of a user and of another one, who need not exist. */
function directFacts(memory: Memory, by: UserId, target: UserId | undefined) {
  return {
    targetIsActive: target !== undefined && memory.accounts.get(target)?.disabled === false,
    directExists: target !== undefined && memory.directRooms.has(String(directPeople(by, target))),
    targetDirectRooms: target === undefined ? 0 : memory.directRoomsOf(target).length,
    directRooms: memory.directRoomsOf(by).length,
  };
}

/** The parts of a command that decide which facts it needs. */
type FactsAsk = Pick<RoomCommand, 'room' | 'by' | 'session' | 'atMs'> & {
  readonly user?: UserId | undefined;
  readonly name?: RoomName | undefined;
};

/** The facts about a room, the user who asks, and the user whom it is about. */
export function roomFacts(memory: Memory, { room: id, by, session, atMs, user: target, name }: FactsAsk): RoomFacts {
  const room = memory.rooms.get(id);
  const direct = directFacts(memory, by, target);
  const enabledOwners = enabledMembers(memory, room, 'owner');
  return {
    sessionOpen: memory.isOpen(session, by),
    kind: room?.roomKind,
    nameTaken: name !== undefined && isTaken(memory, name, id, atMs),
    name: room?.name,
    topic: room?.topic,
    inviters: room?.inviters,
    history: room && (room.sharedFrom === undefined ? 'joined' : 'shared'),
    isArchived: room?.archivedMs !== undefined,
    archivedMs: room?.archivedMs,
    isServers: room?.roomKind === 'public' && room.createdBy === undefined,
    role: memory.roleOf(room, by),
    formerRole: room?.roles.get(by),
    targetRole: target && memory.roleOf(room, target),
    targetExists: target !== undefined && memory.accounts.has(target),
    owners: enabledOwners.length,
    otherOwners: enabledOwners.filter((user) => user !== (target ?? by)).length,
    hasOthers: enabledMembers(memory, room).some((user) => user !== by),
    bannedUntilMs: bannedUntilMs(room, by),
    targetBannedUntilMs: bannedUntilMs(room, target),
    isAdministrator: memory.accounts.get(by)?.administrator === true,
    ...direct,
    joinedRooms: memory.roomsOf(by).length - direct.directRooms,
    createdRooms: memory.createdBy(by),
  };
}

/** The rooms of a store in memory. */
export function roomStore(memory: Memory): RoomStore & InvitationStore {
  return {
    ...invitationStore(memory, (ask) => roomFacts(memory, ask)),
    async changeRoom(command) {
      const decided = decideRoom(roomFacts(memory, command), command);
      return decided.ok ? ok(decided.value.map((event) => memory.insert(event))) : decided;
    },
    async deleteRoom(command) {
      const decided = decideRoomDeletion(roomFacts(memory, command), command);
      return decided.ok ? ok(memory.deleteRoom(command.room)) : decided;
    },
    async deleteAbandonedRooms({ beforeMs, limit }) {
      const abandoned = [...memory.rooms.values()].filter((room) => {
        const isOld = (room.events.at(-1)?.at ?? 0) < beforeMs;
        return room.roomKind === 'private' && isOld && memory.membersOf(room).length === 0;
      });
      const ids = abandoned.map(({ id }) => id).sort();
      return ids.slice(0, limit).map((room) => ({ room, ...memory.deleteRoom(room) }));
    },
    async rooms({ asker, archived = false, after, limit }) {
      const all = publicRooms(memory)
        .sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1))
        .filter(({ name = '', archivedMs }) => name > (after ?? '') && (archivedMs !== undefined) === archived);
      return all.slice(0, limit).map((room) => memory.summary(room, asker));
    },
    async roomNamed(name, nowMs) {
      return (publicRoom(memory, name) ?? formerly(memory, name, nowMs))?.id;
    },
    async ownRoomNamed(user, name) {
      const named = memory.roomsOf(user).filter((room) => room.roomKind === 'private' && room.name === name);
      return named.length === 1 ? named[0]?.id : undefined;
    },
    async directRoom(one, other) {
      return memory.directRooms.get(String(directPeople(one, other)))?.id;
    },
    async room(id, asker) {
      const room = memory.rooms.get(id);
      const isSeen = room && (room.roomKind === 'public' || memory.isMember(room, asker));
      return isSeen ? memory.summary(room, asker) : undefined;
    },
    async members(id, { after = '', limit }: { after?: string | undefined; limit?: number } = {}) {
      const room = memory.rooms.get(id);
      return room
        ? memory
            .membersOf(room)
            .filter(({ user }) => user > after)
            .slice(0, limit)
        : [];
    },
    async memberships(user) {
      return memory.roomsOf(user).map((room) => {
        const { id, joined: _, ...summary } = memory.summary(room, user);
        return { room: id, ...summary, from: room.ranges.get(user)?.at(-1)?.from ?? 0 };
      });
    },
    async membershipCounts(users) {
      const counts = users.map((user) => [user, memory.roomsOf(user).length] as const);
      return new Map(counts.filter(([, count]) => count > 0));
    },
    async bans(id, { atMs, after = '', limit }) {
      const bans = [...(memory.rooms.get(id)?.bans.values() ?? [])].sort((a, b) => (a.user < b.user ? -1 : 1));
      return bans.filter((ban) => ban.user > after && endOf(ban) > atMs).slice(0, limit);
    },
    async ban(id, user, atMs) {
      const ban = memory.rooms.get(id)?.bans.get(user);
      return ban && endOf(ban) > atMs ? ban : undefined;
    },
    async membershipRanges(id, user) {
      return memory.rooms.get(id)?.ranges.get(user) ?? [];
    },
  };
}
