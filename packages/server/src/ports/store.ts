import type { ReadBody } from '@securechat/protocol/body';
import type { EventId, RoomId, RoomName, Seq, SessionId, UserId } from '@securechat/protocol/ids';
import type { Everybody } from '@securechat/protocol/mention';
import type {
  BanSummary,
  MemberRole,
  MessageState,
  RoomDescription,
  RoomEvent,
  RoomSummary,
} from '@securechat/protocol/model';
import type { Result } from '@securechat/protocol/result';
import type { AccountCommand, AccountRefusal } from '../domain/decide-account.ts';
import type { AppendRefusal } from '../domain/decide-append.ts';
import type { DeleteAccount } from '../domain/decide-deletion.ts';
import type { MessageChange, MessageChangeRefusal } from '../domain/decide-message-change.ts';
import type { AdministratorCommand, AdministratorRefusal } from '../domain/decide-owners.ts';
import type { OpenSession } from '../domain/decide-session.ts';
import type { MissedRoom, SignUpRefusal } from '../domain/decide-sign-up.ts';
import type { EventType, RoomEventType } from '../domain/new-event.ts';
import type { StoredProfile } from '../domain/profile.ts';
import type { DeleteRoom, DeletionRefusal, RoomCommand, RoomRefusal } from '../domain/room-command.ts';
import type { MembershipRange } from '../domain/visible-ranges.ts';
import type { InvitationStore } from './invitation-store.ts';
import type { InviteStore } from './invite-store.ts';
import type { StateRemoval, UserStateStore } from './user-state-store.ts';

/**
 * Every method is one whole step: when its promise resolves, what it says is on disk (G1); when it rejects, nothing of it is. A store holds
 * no rule: a step that may be refused reads the facts, asks the function of the domain with the command's name, and stores what that
 * returns, all in one transaction.
 */
export type Account = {
  readonly user: UserId;
  readonly passwordHash: string;
  readonly createdMs: number;
  readonly disabled: boolean;
  /** Whether the user is an administrator of the server. */
  readonly administrator: boolean;
  readonly profile: StoredProfile;
  /** When the user was last seen to go offline; undefined if never. */
  readonly seenMs: number | undefined;
  /** When the user deleted the account, which is disabled from then on; undefined if they did not. Its name stays taken. */
  readonly deletedMs: number | undefined;
};
export type StoredSession = {
  readonly id: SessionId;
  readonly user: UserId;
  readonly device: string;
  /** The address of its last connection, the 64-bit network for IPv6; empty if unknown. */
  readonly address: string;
  readonly createdMs: number;
  readonly lastSeenMs: number;
};
/** A session to store. Only the token's SHA-256 ever reaches the store. */
export type NewSession = {
  readonly id: SessionId;
  readonly tokenHash: Uint8Array;
  readonly device: string;
  /** The address of the connection that opens it. */
  readonly address: string;
  /** When it starts, if not at the time of the step. */
  readonly atMs?: number;
};
/** A change that a member makes in a room: an event of any type except those of memberships, which `changeRoom` creates. */
export type Draft = {
  readonly room: RoomId;
  readonly author: UserId;
  readonly session: SessionId;
  readonly id: EventId;
  readonly type: Exclude<EventType, RoomEventType>;
  /** The fields of this event type beside the common ones, as `toRoomEvent` reads them; for a message, its body. */
  readonly payload: object;
  /** A message that mentions everybody, or everybody who is connected. */
  readonly everybody?: Everybody | undefined;
  /** Names that a message mentions, if they are those of other members. */
  readonly names?: readonly string[];
  readonly atMs: number;
  /** The author's draft of this room has become this change, and is removed with it. */
  readonly removesDraft?: boolean;
  /** The message that it changes, for the types that do. */
  readonly changes?: MessageChange | undefined;
};
/**
 * The stored event; `duplicate` if an earlier attempt has stored and published it already. `stateVer`: the author's draft was removed, by
 * this change of its state.
 */
export type Appended = { readonly event: RoomEvent; readonly duplicate: boolean; readonly stateVer?: number };
/** A room that was deleted: who was invited to it, and what its members kept of it, which is removed. */
export type DeletedRoom = {
  readonly invited: readonly UserId[];
  readonly removed: readonly StateRemoval[];
};
export type Member = { readonly user: UserId; readonly role: MemberRole };
export type Membership = Readonly<RoomDescription> & {
  readonly room: RoomId;
  readonly head: Seq;
  /** The seq of the `member-joined` event that it began with. */
  readonly from: Seq;
};

export interface AccountStore {
  /**
   * Creates the account, uses the invite if one is given, opens the session, and joins `room` (created first if it does not exist) and the rooms
   * that the invite carries: all or nothing (`decideSignUp`). Returns the room events, in order, and which of those rooms were not joined.
   */
  createAccount(ask: {
    user: UserId;
    passwordHash: string;
    session: NewSession;
    /** SHA-256 of the invite code. */
    inviteHash?: Uint8Array;
    room: RoomId;
    atMs: number;
    /** The time that is compared with the invite's expiry, if it is another than `atMs`. */
    inviteAtMs?: number;
  }): Promise<Result<{ readonly events: readonly RoomEvent[]; readonly missed: readonly MissedRoom[] }, SignUpRefusal>>;
  account(user: UserId): Promise<Account | undefined>;
  accounts(): Promise<readonly Account[]>;
  /** The profiles of these users, in one query; users without an account are absent. */
  profiles(users: readonly UserId[]): Promise<ReadonlyMap<UserId, StoredProfile>>;
  /** Records that the user has gone offline; the time never moves back. */
  recordSeen(user: UserId, atMs: number): Promise<void>;
  /**
   * Deletes an account (`decideDeletion`): removes its password hash and profile, ends its sessions and memberships. Returns the ids of the
   * sessions, and the room events in order.
   */
  deleteAccount(
    ask: DeleteAccount,
  ): Promise<
    Result<{ readonly sessions: readonly SessionId[]; readonly events: readonly RoomEvent[] }, AccountRefusal>
  >;
  /** Changes an account (`decideAccount`). Returns the ids of the sessions that it has ended. */
  changeAccount(command: AccountCommand): Promise<Result<readonly SessionId[], AccountRefusal>>;
  /** Names or dismisses an administrator (`decideAdministrator`). Returns the events of the server's own rooms. */
  setAdministrator(command: AdministratorCommand): Promise<Result<readonly RoomEvent[], AdministratorRefusal>>;
}

export interface SessionStore {
  /** Opens a session of an account, and ends others to make room (`decideOpenSession`). Returns the ids of the ended ones. */
  openSession(
    ask: OpenSession & { user: UserId; session: NewSession; atMs: number },
  ): Promise<Result<readonly SessionId[], 'wrong_credentials'>>;
  /** The session whose token has this SHA-256. Disabled accounts have none: disabling ends them, and none is opened. */
  sessionByToken(tokenHash: Uint8Array): Promise<StoredSession | undefined>;
  /** Whether a token with this SHA-256 was that of a session which ended with its account: the user has deleted it. */
  isTokenOfDeleted(tokenHash: Uint8Array): Promise<boolean>;
  sessions(user: UserId): Promise<readonly StoredSession[]>;
  /** Those of these sessions that have not ended, in one query; the others are absent. */
  activeSessions(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, StoredSession>>;
  /** Records the last use, which never moves back, and the address if one is given. */
  touchSession(id: SessionId, atMs: number, address?: string): Promise<void>;
  /**
   * The sessions that ended since `after`, which is the `upTo` of an earlier result; without it none, only `upTo`. Includes those ended by
   * another process on the same data. At least the last 10,000 are remembered. A session that ends later is never at or before an `upTo`
   * that was returned, also where several processes write.
   */
  endedSessions(after?: number): Promise<{ readonly upTo: number; readonly sessions: readonly SessionId[] }>;
  /** Ends it; false if this user has no such session. */
  endSession(user: UserId, id: SessionId): Promise<boolean>;
}

export interface RoomStore {
  /** Changes a room and its memberships (`decideRoom`). Returns the events, in order; none if nothing needed to change. */
  changeRoom(command: RoomCommand): Promise<Result<readonly RoomEvent[], RoomRefusal>>;
  /**
   * Deletes a room (`decideRoomDeletion`) and everything that belongs to it. Nothing of its texts is left in the files soon after. Its name
   * and its place among the rooms that its creator may create are free again.
   */
  deleteRoom(command: DeleteRoom): Promise<Result<DeletedRoom, DeletionRefusal>>;
  /**
   * Deletes private rooms that have no members, since before this time, as `deleteRoom` does: nobody can join them any more. At most
   * `limit`.
   */
  deleteAbandonedRooms(ask: {
    readonly beforeMs: number;
    readonly limit: number;
  }): Promise<readonly (DeletedRoom & { readonly room: RoomId })[]>;
  /** The first `limit` public rooms with a name after `after` that are archived or not, sorted by name, as this user sees them. */
  rooms(ask: {
    asker: UserId;
    archived?: boolean;
    after?: RoomName | undefined;
    limit: number;
  }): Promise<readonly RoomSummary[]>;
  /** The public room of this name, else the one whose former name it is (`decideRoom`). */
  roomNamed(name: RoomName, nowMs: number): Promise<RoomId | undefined>;
  /** The user's private room of this name; undefined if there is none, or more than one. */
  ownRoomNamed(user: UserId, name: RoomName): Promise<RoomId | undefined>;
  /** The direct room of two users, or the notes of one. */
  directRoom(one: UserId, other: UserId): Promise<RoomId | undefined>;
  /** A room as this user sees it; undefined if there is none, or if it is neither public nor one of the user's. */
  room(room: RoomId, asker: UserId): Promise<RoomSummary | undefined>;
  /** The members of a room, sorted by name: all, or the first `limit` after `after`. */
  members(room: RoomId, page?: { after?: UserId | undefined; limit: number }): Promise<readonly Member[]>;
  /** The rooms that this user is a member of. */
  memberships(user: UserId): Promise<readonly Membership[]>;
  /** How many rooms each of these users is a member of, in one query; users without a room are absent. */
  membershipCounts(users: readonly UserId[]): Promise<ReadonlyMap<UserId, number>>;
  /** The bans of a room that end after `atMs`, sorted by user: the first `limit` after `after`. */
  bans(room: RoomId, ask: { atMs: number; after?: UserId | undefined; limit: number }): Promise<readonly BanSummary[]>;
  /** The ban of this user that ends after `atMs`. */
  ban(room: RoomId, user: UserId, atMs: number): Promise<BanSummary | undefined>;
  /** This user's memberships of a room, oldest first; empty for one who never was a member. */
  membershipRanges(room: RoomId, user: UserId): Promise<readonly MembershipRange[]>;
}

/**
 * How much to read: at most this many events, and none after the one that exceeds this many bytes (`sizeBytes`). A store reads no more than
 * it returns, so a page of long messages costs no more than what is sent.
 */
export type ReadLimit = { readonly events: number; readonly bytes: number };

/** The position of an event among those of all rooms. */
export type EventPlace = { readonly room: RoomId; readonly seq: Seq };

/** Whose mentions to read; with `before`, only those older than this event. */
export type MentionsAsk = {
  readonly user: UserId;
  readonly before?: EventPlace | undefined;
  readonly limit: ReadLimit;
};

/** How a message differs from the event that began it, and the body that it has now if it was edited or deleted. */
export type ChangedState = { readonly state: MessageState; readonly body: ReadBody | undefined };

/** A search: words, and the range of a room with `from` <= seq < `before`. */
export type SearchAsk = {
  readonly room: RoomId;
  readonly words: string;
  readonly from: Seq;
  readonly before: Seq;
  readonly limit: ReadLimit;
};

/** Messages found, newest first. `next` is set if the search stopped before `from`: pass it as `before` to continue. */
export type Found = { readonly events: readonly RoomEvent[]; readonly next: Seq | undefined };

export interface EventStore {
  /**
   * Gives the draft the room's next seq and stores it, with the membership checked in the same transaction (`decideAppend`). A repeated
   * author and id returns the first event if room, type and payload are equal, even if the session or membership has ended since. In the
   * same transaction it stores which of its names are those of other members.
   */
  append(draft: Draft): Promise<Result<Appended, AppendRefusal | MessageChangeRefusal>>;
  /** How those of these messages of a room that have changed differ from the events that began them, by seq. */
  changedMessages(room: RoomId, seqs: readonly Seq[]): Promise<ReadonlyMap<Seq, ChangedState>>;
  /** Whether the author has stored an event under this id. */
  hasEvent(author: UserId, id: EventId): Promise<boolean>;
  /** The oldest events with a seq above `after` and at most `upTo`, oldest first. */
  eventsAfter(room: RoomId, after: Seq, upTo: Seq, limit: ReadLimit): Promise<readonly RoomEvent[]>;
  /** The newest events with `from` <= seq < `before`, oldest first. */
  eventsBefore(room: RoomId, before: Seq, from: Seq, limit: ReadLimit): Promise<readonly RoomEvent[]>;
  /** The time of the event that was stored last in any room, in ms since 1970 by the wall clock at that time; 0 if there is none. */
  newestMs(): Promise<number>;
  /** The seq of the newest event of each room, in one query; unknown rooms are absent. */
  heads(rooms: readonly RoomId[]): Promise<ReadonlyMap<RoomId, Seq>>;
  /**
   * How many messages above the read mark of each of its rooms mention this user or have one of the user's highlight words, at most
   * `limits.mentionCount`; rooms without any are absent.
   */
  mentionCounts(user: UserId): Promise<ReadonlyMap<RoomId, number>>;
  /** The messages that mention this user and are in rooms that the user is a member of, newest first. */
  mentions(ask: MentionsAsk): Promise<readonly RoomEvent[]>;
  /**
   * The newest messages whose text has all the words, with `from` <= seq < `before`. The words are data, never query syntax. May stop
   * early, even without a match, if it would have to read much.
   */
  search(ask: SearchAsk): Promise<Found>;
}

/** One store: the durable state of one server. */
export interface Store
  extends AccountStore,
    InviteStore,
    InvitationStore,
    SessionStore,
    RoomStore,
    EventStore,
    UserStateStore {
  /** Random id of this store's history (G7). */
  readonly generation: string;
  /** Completes pending writes and closes. */
  close(): Promise<void>;
}
