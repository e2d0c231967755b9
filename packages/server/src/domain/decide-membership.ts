// Runs in the writer thread: relative files and types only.
import type { MemberRole } from '@securechat/protocol/model';
import { accept, refuse } from './decision.ts';
import { refusalTo } from './permissions.ts';
import type { CreateRoom, JoinRoom, LeaveRoom, RoomDecision, RoomFacts } from './room-command.ts';
import { memberJoined, roomCreated } from './room-events.ts';

/** A new room, with its creator as its first member and owner. */
export function createRoom(
  { kind, nameTaken, joinedRooms, createdRooms }: RoomFacts,
  command: CreateRoom,
): RoomDecision {
  const { room, by: author, atMs, roomKind, name, topic, history, ids, limits } = command;
  if (kind !== undefined || (roomKind === 'public' && nameTaken)) return refuse('room_exists');
  if (joinedRooms >= limits.roomsPerUser) return refuse('too_many_rooms');
  if (createdRooms >= limits.roomsCreatedPerUser) return refuse('too_many_rooms_created');
  return accept([
    roomCreated({ room, author, id: ids[0], atMs }, { roomKind, name, topic, history }, author),
    memberJoined({ room, author, id: ids[1], atMs }, 'owner'),
  ]);
}

/** A member more. */
export function joinRoom(facts: RoomFacts, { room, by, id, atMs, bansAtMs = atMs, limits }: JoinRoom): RoomDecision {
  if (facts.role !== undefined) return accept([]);
  // The others may not be known to exist.
  if (facts.kind !== 'public') return refuse('no_such_room');
  if (facts.isArchived) return refuse('archived');
  if ((facts.bannedUntilMs ?? 0) > bansAtMs) return refuse('banned');
  if (facts.joinedRooms >= limits.roomsPerUser) return refuse('too_many_rooms');
  return accept([memberJoined({ room, author: by, id, atMs }, firstRole(facts))]);
}

/** What the role of somebody who joins depends on. */
export type NewcomerFacts = Pick<RoomFacts, 'isServers' | 'isAdministrator' | 'hasOthers' | 'formerRole'>;

/** The role of somebody who joins. A room without enabled members is for whoever comes first; leaving makes no member of a reader. */
export function firstRole({ isServers, isAdministrator, hasOthers, formerRole }: NewcomerFacts): MemberRole {
  if (isServers ? isAdministrator : !hasOthers) return 'owner';
  return formerRole === 'reader' ? 'reader' : 'member';
}

/** The end of one's own membership. The last owner names another first, if there is somebody. */
export function leaveRoom(facts: RoomFacts, { room, by, id, atMs }: LeaveRoom): RoomDecision {
  const refusal = refusalTo('leave', facts);
  if (refusal !== undefined) return refuse(refusal);
  const isLast = facts.role === 'owner' && facts.otherOwners === 0;
  if (isLast && facts.hasOthers && !facts.isServers) return refuse('last_owner');
  return accept([{ room, author: by, id, atMs, type: 'member-left', effect: { kind: 'ends-membership', user: by } }]);
}
