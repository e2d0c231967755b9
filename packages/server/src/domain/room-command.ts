// Runs in the writer thread: relative files and types only.
import type { EventId, RoomId, RoomName, SessionId, UserId } from '@securechat/protocol/ids';
import type { MemberRole, RoomHistory, RoomInviters } from '@securechat/protocol/model';
import type { Result } from '@securechat/protocol/result';
import type { NewEvent } from './new-event.ts';
import type { Standing } from './permissions.ts';

/** The maximum number of rooms that a user may be in, not counting direct rooms, and may have created. */
export type RoomLimits = { readonly roomsPerUser: number; readonly roomsCreatedPerUser: number };

type Command = {
  readonly room: RoomId;
  /** The user who asks, and the session. */
  readonly by: UserId;
  readonly session: SessionId;
  readonly atMs: number;
};
/** Creates a room, with `by` as its first member. `room` is a new id; the ids are for both events. */
export type CreateRoom = Command & {
  readonly kind: 'create';
  readonly roomKind: 'public' | 'private';
  /** A private room needs none. */
  readonly name: RoomName | undefined;
  readonly topic: string;
  readonly history: RoomHistory;
  readonly ids: readonly [EventId, EventId];
  readonly limits: RoomLimits;
};
/** Creates the direct room of `by` and `user`, unless there is one. `room` is a new id; the ids are for the events. */
export type OpenDirect = Command & {
  readonly kind: 'open-direct';
  readonly user: UserId;
  readonly ids: readonly [EventId, EventId, EventId];
  /** The maximum number of direct rooms that a user may be in. */
  readonly maxDirectRooms: number;
};
/** Makes `by` a member. */
export type JoinRoom = Command & {
  readonly kind: 'join';
  readonly id: EventId;
  readonly limits: RoomLimits;
  /** The time that is compared with the end of a ban, if it is another than `atMs`. */
  readonly bansAtMs?: number;
};
/** Ends the membership of `by`. */
export type LeaveRoom = Command & { readonly kind: 'leave'; readonly id: EventId };
/** Ends the membership of `user`. */
export type RemoveMember = Command & {
  readonly kind: 'remove';
  readonly id: EventId;
  readonly user: UserId;
  readonly reason?: string | undefined;
};
/** Bans `user`, until a time or for good. */
export type BanMember = Omit<RemoveMember, 'kind'> & {
  readonly kind: 'ban';
  readonly untilMs: number | undefined;
};
/** Lifts the ban of `user`. */
export type UnbanMember = Command & {
  readonly kind: 'unban';
  readonly id: EventId;
  readonly user: UserId;
  readonly bansAtMs?: number;
};
/** Gives the member `user` another role. */
export type SetRole = Command & {
  readonly kind: 'role';
  readonly id: EventId;
  readonly user: UserId;
  readonly role: MemberRole;
  readonly ownersPerRoom: number;
};
/** Gives the room another name. */
export type RenameRoom = Command & { readonly kind: 'rename'; readonly id: EventId; readonly name: RoomName };
/** Sets the topic. */
export type SetTopic = Command & { readonly kind: 'topic'; readonly id: EventId; readonly topic: string };

/** Changes who may invite, what newcomers can read, or both. */
export type SetPolicy = Command & {
  readonly kind: 'policy';
  readonly id: EventId;
  readonly inviters: RoomInviters | undefined;
  readonly history: RoomHistory | undefined;
};

/** Archives the room, or ends that. */
export type ArchiveRoom = Command & {
  readonly kind: 'archive';
  readonly id: EventId;
  readonly on: boolean;
  /** The time from which its deletion is counted. */
  readonly sinceMs: number;
};

/** Deletes the room. `nowMs` is compared with the time from which that is possible. */
export type DeleteRoom = Command & { readonly nowMs: number };

/** Every change of a room except what its members write in it. */
export type RoomCommand =
  | CreateRoom
  | OpenDirect
  | JoinRoom
  | LeaveRoom
  | RemoveMember
  | BanMember
  | UnbanMember
  | SetRole
  | RenameRoom
  | SetTopic
  | SetPolicy
  | ArchiveRoom;

/** What the decision depends on, read in the same transaction that stores the events. */
export type RoomFacts = Standing & {
  /** Whether the session is that of `by` and has not ended. */
  readonly sessionOpen: boolean;
  readonly isArchived: boolean;
  /** Since when it is archived, if it is. */
  readonly archivedMs: number | undefined;
  /** Whether another public room has the wanted name, or had it until lately. */
  readonly nameTaken: boolean;
  /** The name and the topic of the room; undefined if it does not exist. */
  readonly name: RoomName | undefined;
  readonly topic: string | undefined;
  /** Who may invite, and what newcomers can read; undefined if it does not exist. */
  readonly inviters: RoomInviters | undefined;
  readonly history: RoomHistory | undefined;
  /** Whether the room is the server's, whose owners are its administrators. */
  readonly isServers: boolean;
  /** The role of `by` at the end of an earlier membership. */
  readonly formerRole: MemberRole | undefined;
  /** The role of the user whom the command is about; undefined if they are not a member. */
  readonly targetRole: MemberRole | undefined;
  /** Whether there is an account of that user. */
  readonly targetExists: boolean;
  /** The number of owners, and of those with an enabled account beside the user whom the command is about, or else `by`. */
  readonly owners: number;
  readonly otherOwners: number;
  /** Whether there are members with an enabled account beside `by`. */
  readonly hasOthers: boolean;
  /** When the last ban of `by`, and that of the user whom the command is about, ends or ended; infinite for one without an end. */
  readonly bannedUntilMs: number | undefined;
  readonly targetBannedUntilMs: number | undefined;
  /** Whether that user has an account that is not disabled. False without such a user, as the next two. */
  readonly targetIsActive: boolean;
  /** Whether `by` and that user have a direct room, and how many that user has. */
  readonly directExists: boolean;
  readonly targetDirectRooms: number;
  /** The number of rooms that `by` is a member of, without and with direct ones only, and the number that count as created by `by`. */
  readonly joinedRooms: number;
  readonly directRooms: number;
  readonly createdRooms: number;
};

export type RoomRefusal =
  | 'session_expired'
  | 'room_exists'
  | 'no_such_room'
  | 'too_many_rooms'
  | 'too_many_rooms_created'
  | 'not_a_member'
  | 'no_such_user'
  | 'too_many_direct_rooms'
  | 'direct_room'
  | 'room_closed'
  | 'archived'
  | 'not_allowed'
  | 'no_such_member'
  | 'no_such_user'
  | 'last_owner'
  | 'too_many_owners'
  | 'banned'
  | 'not_banned';

/** Why a room is not deleted; `fromMs`: it is archived, and can be deleted from then on. */
export type DeletionRefusal = { readonly code: RoomRefusal | 'delete_too_early'; readonly fromMs?: number };

/** The events that a command leads to, in order, none if nothing needs to change; or why it is refused. */
export type RoomDecision = Result<readonly NewEvent[], RoomRefusal>;
