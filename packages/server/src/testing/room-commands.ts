import type { EventId, RoomId, RoomName, SessionId, UserId } from '@securechat/protocol/ids';
import type { MemberRole } from '@securechat/protocol/model';
import type { NewEvent } from '../domain/new-event.ts';
import type { RoomCommand, RoomFacts } from '../domain/room-command.ts';

// Commands about a room, and facts that stores find before they are decided.
export const ada = 'ada' as UserId;
const [bob, dev] = ['bob' as UserId, 'dev' as RoomId];
const asks = { room: dev, by: ada, session: 's' as SessionId, atMs: 5 };
const limits = { roomsPerUser: 3, roomsCreatedPerUser: 2 };
const id = 'i' as EventId;
export const name = 'all-of-us' as RoomName;
export const create: RoomCommand = {
  ...asks,
  kind: 'create',
  roomKind: 'public',
  name,
  topic: 'all',
  history: 'joined',
  ids: [id, 'j' as EventId],
  limits,
};
export const join: RoomCommand = { ...asks, kind: 'join', id, limits };
export const leave: RoomCommand = { ...asks, kind: 'leave', id };
export const remove: RoomCommand = { ...asks, kind: 'remove', id, user: bob };

const ids = [id, 'j' as EventId, 'k' as EventId] as const;
export const openDirect = { ...asks, kind: 'open-direct', user: bob, ids, maxDirectRooms: 3 } satisfies RoomCommand;
export const ban: RoomCommand = { ...asks, kind: 'ban', id, user: bob, untilMs: 9, reason: 'spam' };
export const unban: RoomCommand = { ...asks, kind: 'unban', id, user: bob, bansAtMs: 6 };
export const makes = (role: MemberRole): RoomCommand => ({
  ...asks,
  kind: 'role',
  id,
  user: bob,
  role,
  ownersPerRoom: 3,
});
export const rename: RoomCommand = { ...asks, kind: 'rename', id, name };
export const setTopic: RoomCommand = { ...asks, kind: 'topic', id, topic: 'some' };

export const archive: RoomCommand = { ...asks, kind: 'archive', id, on: true, sinceMs: 5 };
export const unarchive: RoomCommand = { ...archive, on: false };

/** A room of others. */
export const outside: RoomFacts = {
  sessionOpen: true,
  kind: 'public',
  isServers: false,
  isArchived: false,
  archivedMs: undefined,
  formerRole: undefined,
  nameTaken: true,
  name: 'dev' as RoomName,
  topic: 'all',
  inviters: 'members',
  history: 'shared',
  role: undefined,
  targetRole: undefined,
  targetExists: true,
  owners: 1,
  otherOwners: 1,
  hasOthers: true,
  bannedUntilMs: undefined,
  targetBannedUntilMs: undefined,
  isAdministrator: false,
  targetIsActive: true,
  directExists: false,
  targetDirectRooms: 1,
  joinedRooms: 1,
  directRooms: 1,
  createdRooms: 1,
};
export const nowhere: RoomFacts = { ...outside, kind: undefined, nameTaken: false, name: undefined, topic: undefined };
export const inside: RoomFacts = { ...outside, role: 'member' };
export const moderated: RoomFacts = { ...inside, role: 'moderator', targetRole: 'member' };
export const owned: RoomFacts = { ...inside, role: 'owner', targetRole: 'member' };
export const archived: RoomFacts = { ...owned, isArchived: true };
export const ownerless: RoomFacts = { ...outside, owners: 0, isAdministrator: true, isArchived: true };
export const direct: RoomFacts = { ...inside, kind: 'direct', nameTaken: false, name: undefined, topic: '' };

/** An event in words: its type, and the role that it gives. */
export const said = ({ type, effect }: NewEvent): string =>
  effect.kind === 'sets-role' || (effect.kind === 'starts-membership' && effect.role !== 'member')
    ? `${type} ${effect.role}`
    : type;
