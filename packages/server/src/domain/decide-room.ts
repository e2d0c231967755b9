// Runs in the writer thread: relative files and types only.
import type { EventId, RoomId, RoomName, SessionId, UserId } from '@securechat/protocol/ids';
import type { Result } from '@securechat/protocol/result';
import { accept, refuse } from './decision.ts';
import type { NewEvent, NewRoom } from './new-event.ts';

/** The maximum number of rooms that a user may be in, and may have created. */
export type RoomLimits = { readonly roomsPerUser: number; readonly roomsCreatedPerUser: number };

/** How long the old name of a renamed room leads to it. */
const formerNameMs = 30 * 24 * 60 * 60 * 1000;
/** More would let an owner keep names from others by renaming a room again and again. */
const maxFormerNames = 5;

type Command = {
  readonly room: RoomId;
  /** The user who asks, and the session. */
  readonly by: UserId;
  readonly session: SessionId;
  readonly atMs: number;
};
/** Creates a room, with `by` as its first member. `room` is a new id; the ids are for both events. */
type CreateRoom = Command & {
  readonly kind: 'create';
  readonly name: RoomName;
  readonly topic: string;
  readonly ids: readonly [EventId, EventId];
  readonly limits: RoomLimits;
};
/** Makes `by` a member. */
type JoinRoom = Command & { readonly kind: 'join'; readonly id: EventId; readonly limits: RoomLimits };
/** Ends the membership of `by`. */
type LeaveRoom = Command & { readonly kind: 'leave'; readonly id: EventId };
/** Ends the membership of `user`. */
type RemoveMember = Command & { readonly kind: 'remove'; readonly id: EventId; readonly user: UserId };

/** Gives the room another name. */
type RenameRoom = Command & { readonly kind: 'rename'; readonly id: EventId; readonly name: RoomName };
/** Sets the topic. */
type SetTopic = Command & { readonly kind: 'topic'; readonly id: EventId; readonly topic: string };

/** Every change of a room except what its members write in it. */
export type RoomCommand = CreateRoom | JoinRoom | LeaveRoom | RemoveMember | RenameRoom | SetTopic;

/** What the decision depends on, read in the same transaction that stores the events. */
export type RoomFacts = {
  /** Whether the session is that of `by` and has not ended. */
  readonly sessionOpen: boolean;
  readonly roomExists: boolean;
  /** Whether another public room has the wanted name, or had it until lately. */
  readonly nameTaken: boolean;
  /** The name and the topic of the room; undefined if it does not exist. */
  readonly name: RoomName | undefined;
  readonly topic: string | undefined;
  /** Whether `by` is a member of the room. */
  readonly isMember: boolean;
  /** Whether `by` owns the room. */
  readonly isOwner: boolean;
  /** Whether the user to be removed is a member of the room; false for other commands. */
  readonly targetIsMember: boolean;
  /** The number of rooms that `by` is a member of, and the number that count as created by `by`. */
  readonly joinedRooms: number;
  readonly createdRooms: number;
};

export type RoomRefusal =
  | 'session_expired'
  | 'room_exists'
  | 'no_such_room'
  | 'too_many_rooms'
  | 'too_many_rooms_created'
  | 'not_a_member'
  | 'not_allowed'
  | 'no_such_member';
type Decision = Result<readonly NewEvent[], RoomRefusal>;

/** The first event of a room; it counts for the quota of `createdBy`. */
export function roomCreated(
  base: Omit<NewEvent, 'type' | 'effect'>,
  { roomKind, name, topic }: NewRoom,
  createdBy: UserId | undefined,
): NewEvent {
  const effect = { kind: 'creates-room', roomKind, name, topic, createdBy } as const;
  return { ...base, type: 'made', payload: { kind: roomKind, name, topic }, effect };
}

/** The event with which its author becomes a member. */
export function memberJoined(base: Omit<NewEvent, 'type' | 'effect'>): NewEvent {
  return { ...base, type: 'joined', effect: { kind: 'starts-membership', user: base.author } };
}

function create({ roomExists, nameTaken, joinedRooms, createdRooms }: RoomFacts, command: CreateRoom): Decision {
  const { room, by: author, atMs, name, topic, ids, limits } = command;
  if (roomExists || nameTaken) return refuse('room_exists');
  if (joinedRooms >= limits.roomsPerUser) return refuse('too_many_rooms');
  if (createdRooms >= limits.roomsCreatedPerUser) return refuse('too_many_rooms_created');
  return accept([
    roomCreated({ room, author, id: ids[0], atMs }, { roomKind: 'public', name, topic }, author),
    memberJoined({ room, author, id: ids[1], atMs }),
  ]);
}

function join({ roomExists, isMember, joinedRooms }: RoomFacts, { room, by, id, atMs, limits }: JoinRoom): Decision {
  if (!roomExists) return refuse('no_such_room');
  if (isMember) return accept([]);
  if (joinedRooms >= limits.roomsPerUser) return refuse('too_many_rooms');
  return accept([memberJoined({ room, author: by, id, atMs })]);
}

function leave({ isMember }: RoomFacts, { room, by, id, atMs }: LeaveRoom): Decision {
  if (!isMember) return refuse('not_a_member');
  return accept([{ room, author: by, id, atMs, type: 'left', effect: { kind: 'ends-membership', user: by } }]);
}

/** The owner of a room may remove members, while being a member. */
function remove(facts: RoomFacts, { room, by: author, user, id, atMs }: RemoveMember): Decision {
  // In this order, because a non-member must not learn who is a member.
  if (!facts.isMember) return refuse('not_a_member');
  if (!facts.isOwner) return refuse('not_allowed');
  if (!facts.targetIsMember) return refuse('no_such_member');
  const effect = { kind: 'ends-membership', user } as const;
  return accept([{ room, author, id, atMs, type: 'removed', payload: { user }, effect }]);
}

function rename(facts: RoomFacts, { room, by: author, name, id, atMs }: RenameRoom): Decision {
  if (!facts.isMember || facts.name === undefined) return refuse('not_a_member');
  if (!facts.isOwner) return refuse('not_allowed');
  if (facts.name === name) return accept([]);
  if (facts.nameTaken) return refuse('room_exists');
  const untilMs = atMs + formerNameMs;
  const effect = { kind: 'renames-room', from: facts.name, to: name, untilMs, maxFormerNames } as const;
  return accept([{ room, author, id, atMs, type: 'room-renamed', payload: { name }, effect }]);
}

function setTopic(facts: RoomFacts, { room, by: author, topic, id, atMs }: SetTopic): Decision {
  if (!facts.isMember) return refuse('not_a_member');
  if (!facts.isOwner) return refuse('not_allowed');
  if (facts.topic === topic) return accept([]);
  return accept([{ room, author, id, atMs, type: 'topic', payload: { topic }, effect: { kind: 'sets-topic', topic } }]);
}

/** The events that a command leads to, in order; none if nothing needs to change. */
export function decideRoom(facts: RoomFacts, command: RoomCommand): Decision {
  if (!facts.sessionOpen) return refuse('session_expired');
  switch (command.kind) {
    case 'create':
      return create(facts, command);
    case 'join':
      return join(facts, command);
    case 'leave':
      return leave(facts, command);
    case 'remove':
      return remove(facts, command);
    case 'rename':
      return rename(facts, command);
    case 'topic':
      return setTopic(facts, command);
  }
}
