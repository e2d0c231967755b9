import type { Body } from '@securechat/protocol/body';
import type { EventId, RoomId, Seq, SessionId, UserId } from '@securechat/protocol/ids';
import type { RoomEvent, RoomSummary } from '@securechat/protocol/model';
import type { Result } from '@securechat/protocol/result';
import type { InviteStore } from './invite-store.ts';

/** Every method is one whole step: when its promise resolves, what it says is on disk (G1); when it rejects, nothing of it is. */
export type Account = {
  readonly user: UserId;
  readonly passwordHash: string;
  readonly createdMs: number;
  readonly disabled: boolean;
};
export type StoredSession = {
  readonly id: SessionId;
  readonly user: UserId;
  readonly device: string;
  /** Where it was last used from, an IPv6 address as its network of 64 bits; empty where that was never noted. */
  readonly address: string;
  readonly createdMs: number;
  readonly lastSeenMs: number;
};
/** The session to be made with an account or at a log-in. Only the token's SHA-256 ever reaches the store. */
export type NewSession = {
  readonly id: SessionId;
  readonly tokenHash: Uint8Array;
  readonly device: string;
  /** Where it is opened from. */
  readonly address: string;
  /** When its life begins, where that is another time than the step's. */
  readonly atMs?: number;
};
/** Who changes a room: the session it is done with must not have ended when it is stored, else `session_expired`. */
type BySession = { readonly session: SessionId };
/** A message about to be said. */
export type Draft = BySession & {
  readonly room: RoomId;
  readonly author: UserId;
  readonly id: EventId;
  readonly body: Body;
  readonly atMs: number;
};
/** The stored event; `again` when it had been stored by an earlier try (then it is not told a second time). */
type Appended = { readonly event: RoomEvent; readonly duplicate: boolean };
/** A time of being a member: the seq of the `joined` event to that of the `left` or `removed` one; open while still a member. */
export type MembershipRange = { readonly from: Seq; readonly to: Seq | undefined };
export type Membership = {
  readonly room: RoomId;
  readonly topic: string;
  readonly head: Seq;
  readonly members: number;
  /** The seq of the `joined` event that it began with. */
  readonly from: Seq;
};

export interface AccountStore {
  /** Makes the account, spends the invite where one is given, opens the session, and joins `room` (made first if missing): all or nothing. Returns the room events this made, in order. */
  createAccount(ask: {
    user: UserId;
    passwordHash: string;
    session: NewSession;
    /** SHA-256 of the invite code. */
    inviteHash?: Uint8Array;
    room: RoomId;
    atMs: number;
    /** The time by which the expiry of the invite is judged, where it is another than `atMs`. */
    inviteAtMs?: number;
  }): Promise<Result<readonly RoomEvent[], 'name_taken' | 'bad_invite'>>;
  account(user: UserId): Promise<Account | undefined>;
  accounts(): Promise<readonly Account[]>;
  /** Sets the hash; with `endSessions` ends all sessions of the account and returns their ids. */
  setPassword(ask: { user: UserId; passwordHash: string; endSessions: boolean }): Promise<readonly SessionId[]>;
  /**
   * Replaces the hash `from` by `to` and ends the account's other sessions; returns their ids. Refused when the hash is another one by
   * now (`wrong_credentials`), or the asking session has ended.
   */
  changePassword(
    ask: BySession & { user: UserId; from: string; to: string },
  ): Promise<Result<readonly SessionId[], 'session_expired' | 'wrong_credentials'>>;
  /** Disables or enables the account; disabling ends its sessions and returns their ids. */
  setDisabled(user: UserId, disabled: boolean): Promise<readonly SessionId[]>;
}

export interface SessionStore {
  /**
   * Opens a session. Ends the account's sessions that were opened, or last seen, before these moments; where `most` or more are left, also
   * those that were not used for longest, until the new one has room. Those `inUse` end after all others. Returns the ids of all it has ended.
   */
  openSession(ask: {
    user: UserId;
    session: NewSession;
    atMs: number;
    most: number;
    deadBeforeMs: { readonly made: number; readonly seen: number };
    /** Sessions that have a connection now. */
    inUse: readonly SessionId[];
  }): Promise<readonly SessionId[]>;
  /** The session whose token has this SHA-256, unless its account is disabled. */
  sessionByToken(tokenHash: Uint8Array): Promise<StoredSession | undefined>;
  sessions(user: UserId): Promise<readonly StoredSession[]>;
  /** Notes that it was in use at `atMs`, which never goes back, and from `address` where one is given. */
  touchSession(id: SessionId, atMs: number, address?: string): Promise<void>;
  /**
   * Sessions that ended since `after`, which is the `upTo` of an earlier answer; without it only `upTo` is of use. Also those that another
   * process on the same data has ended; at least the last 10,000.
   */
  endedSessions(after?: number): Promise<{ readonly upTo: number; readonly sessions: readonly SessionId[] }>;
  /** Ends it; false when this user has no such session. */
  endSession(user: UserId, id: SessionId): Promise<boolean>;
}

export interface RoomStore {
  /** Makes the room (`made`) with its maker as first member (`joined`). Returns both events. */
  createRoom(
    ask: BySession & { room: RoomId; topic: string; by: UserId; ids: readonly [EventId, EventId]; atMs: number },
  ): Promise<
    Result<readonly RoomEvent[], 'session_expired' | 'room_exists' | 'too_many_rooms' | 'too_many_rooms_created'>
  >;
  /** Becomes a member; the event is undefined when it was one already. */
  join(
    ask: BySession & { room: RoomId; user: UserId; id: EventId; atMs: number },
  ): Promise<Result<RoomEvent | undefined, 'session_expired' | 'no_such_room' | 'too_many_rooms'>>;
  /** Ceases to be a member. */
  leave(
    ask: BySession & { room: RoomId; user: UserId; id: EventId; atMs: number },
  ): Promise<Result<RoomEvent, 'session_expired' | 'not_a_member'>>;
  /**
   * Ends the membership of `user` at the seq of the `removed` event, which is the last of its span. `by` must be a member
   * (`not_a_member`) and have made the room (`not_allowed`), and `user` a member (`no_such_member`): all judged in the same step.
   */
  remove(
    ask: BySession & { room: RoomId; user: UserId; by: UserId; id: EventId; atMs: number },
  ): Promise<Result<RoomEvent, 'session_expired' | 'not_a_member' | 'not_allowed' | 'no_such_member'>>;
  /** The first `limit` rooms with a name behind `after`, in the order of their names, as this user sees them. */
  rooms(ask: { asker: UserId; after?: RoomId | undefined; limit: number }): Promise<readonly RoomSummary[]>;
  room(room: RoomId, asker: UserId): Promise<RoomSummary | undefined>;
  /** The members of a room in the order of their names: all, or the first `limit` behind `after`. */
  members(room: RoomId, page?: { after?: UserId | undefined; limit: number }): Promise<readonly UserId[]>;
  /** The rooms this user is a member of, with all its spans there. */
  memberships(user: UserId): Promise<readonly Membership[]>;
  /** This user's spans in a room, oldest first; empty for one who never was a member. */
  membershipRanges(room: RoomId, user: UserId): Promise<readonly MembershipRange[]>;
}

/**
 * How much to read: at most so many events, and none beyond the first with which they are more than so many bytes (`sizeBytes`). A store
 * reads no more than it returns, so that a page of long messages costs as much as it sends.
 */
export type ReadLimit = { readonly events: number; readonly bytes: number };

/** What to look for, and where. */
export type SearchAsk = {
  readonly room: RoomId;
  readonly words: string;
  readonly from: Seq;
  readonly before: Seq;
  readonly limit: ReadLimit;
};

/** Messages that were found, newest first. `next` where the search stopped before `from`: going on needs it as `before`. */
export type Found = { readonly events: readonly RoomEvent[]; readonly next: Seq | undefined };

export interface EventStore {
  /** Gives the draft the room's next seq and saves it, membership checked in the same step. The same (author, id) again returns the first event if room and body are the same, whatever has become of session and membership. */
  append(draft: Draft): Promise<Result<Appended, 'session_expired' | 'not_a_member' | 'id_reused'>>;
  /** The oldest events with a seq above `after` and at most `upTo`, oldest first. */
  eventsAfter(room: RoomId, after: Seq, upTo: Seq, limit: ReadLimit): Promise<readonly RoomEvent[]>;
  /** The newest events with `from` <= seq < `before`, oldest first. */
  eventsBefore(room: RoomId, before: Seq, from: Seq, limit: ReadLimit): Promise<readonly RoomEvent[]>;
  /** The time of the event that was stored last, in any room; 0 where there is none. Milliseconds since 1970, by the wall clock of then. */
  newestMs(): Promise<number>;
  /** The seq of the room's newest event; 0 for an unknown room. */
  head(room: RoomId): Promise<Seq>;
  /**
   * The newest messages whose text has all the words, with `from` <= seq < `before`. The words are data, never query syntax. May stop early,
   * also without a find, where much has to be read for little.
   */
  search(ask: SearchAsk): Promise<Found>;
}

/** One store: the durable state of one server. */
export interface Store extends AccountStore, InviteStore, SessionStore, RoomStore, EventStore {
  /** The random id of this store's history (G7). */
  readonly generation: string;
  /** Finishes what is being written and closes. */
  close(): Promise<void>;
}
