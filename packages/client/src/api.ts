import type {
  BanSummary,
  Change,
  EventId,
  Invitation,
  MemberRole,
  MemberSummary,
  PersonSummary,
  Refusal,
  RequestOf,
  Result,
  RoomEvent,
  RoomId,
  RoomInvitation,
  RoomName,
  RoomSummary,
  Seq,
  ServerFrameOf,
  SessionId,
  SessionSummary,
  StateEntry,
  UserId,
} from '@securechat/protocol';
import type { ChatState, LinkView } from './chat/model.ts';
import type { CursorPosition } from './cursors.ts';
import type { Cache, Clock, Dialer, DialFailure, OutboxStore, UserStateStore } from './ports.ts';
import type { Fields } from './reply-check.ts';
import type { CurrentEvent } from './timeline/message-changes.ts';

/** Why a request failed: the server refused it, no reply came in time, or the connection could not be made or was lost. */
export type Failure =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'offline'; readonly detail: string; readonly dial?: DialFailure };

/** A logged-in session. `token` is set for a new one: store it in the keychain. */
export type Session = {
  readonly user: UserId;
  readonly session: SessionId;
  readonly token?: string | undefined;
  /** After a sign-up with an invite that carries rooms: those that the user has joined by it, and those that were gone. */
  readonly rooms?: readonly RoomSummary[] | undefined;
  readonly missed?: ServerFrameOf<'signed-in'>['missed'];
};
/** A message that the server has stored (G1). */
export type SentMessage = { readonly room: RoomId; readonly seq: Seq; readonly id: EventId; readonly at: number };
/**
 * One page of a room's history, ascending, with its messages as they are now. If there are others (`more`), `next` is where they are: before or
 * after it. A page can be empty where most events only change others.
 */
export type Page = {
  readonly events: readonly CurrentEvent[];
  readonly more: boolean;
  readonly next?: Seq | undefined;
};
/** One page of a room's log, ascending: what happened, as it happened. */
export type LogPage = { readonly events: readonly RoomEvent[]; readonly more: boolean };

/** The position of an event among those of all rooms. */
export type EventPlace = { readonly room: RoomId; readonly seq: Seq };
/** A page of messages of several rooms, newest first. */
export type MentionPage = { readonly events: readonly CurrentEvent[]; readonly next: EventPlace | undefined };

/** What a client reports as it happens. Each event comes once and in the order of its room (G4). */
export type Notice =
  /** `label`: its room as shown to users, which the state no longer has if the user's membership ends with the event. */
  | { readonly kind: 'event'; readonly event: RoomEvent; readonly label: string }
  | {
      readonly kind: 'presence';
      readonly room: RoomId;
      readonly user: UserId;
      readonly online: boolean;
      readonly at: number;
    }
  | { readonly kind: 'link'; readonly link: LinkView; readonly dial?: DialFailure }
  /** A room of the user was deleted; the state no longer has it. */
  | { readonly kind: 'room-deleted'; readonly label: string }
  /** Somebody has invited the user to a room. */
  | { readonly kind: 'invited'; readonly invitation: Invitation }
  /** The server's rate limit delays messages for this long; they are then sent automatically. */
  | { readonly kind: 'slowed'; readonly room: RoomId; readonly waitMs: number }
  /** The server's history of a room has changed (restored from a backup): its current state replaces the previous one (G7). */
  | { readonly kind: 'restored'; readonly room: RoomId }
  /** A catch-up is complete: the number of events, of rooms with missing events, and of reloaded rooms. */
  | { readonly kind: 'synced'; readonly events: number; readonly gaps: number; readonly restored: number }
  /** The device could not store something: the chat continues, but what is unsent is lost when the program ends. */
  | { readonly kind: 'persist-failed'; readonly what: 'outbox' | 'cache' | 'user-state'; readonly detail: string }
  /** A composer must get this text, as of a draft on another device; an empty one if that was sent or discarded. */
  | { readonly kind: 'draft'; readonly room: RoomId; readonly text: string }
  /** The server keeps no more drafts, stars and so on: this change is known to this device only. */
  | { readonly kind: 'state-refused'; readonly message: string }
  /** The session has ended (revoked, expired, logged out elsewhere): log in again. */
  | { readonly kind: 'session-ended'; readonly message: string };

export type ChatClientOptions = {
  /** `wss://host:port` */
  readonly url: string;
  readonly dialer: Dialer;
  readonly clock: Clock;
  readonly client: { readonly name: string; readonly version: string };
  /** The name of this device in the list of sessions. */
  readonly device: string;
  /**
   * A stored token; `connect` resumes its session on every connection. It may be a promise, for example from a keychain, which is awaited
   * while connecting; its error is the sentence with which the session ends.
   */
  readonly token?: string | Promise<Result<string, string>>;
  /** The cursor of each room, for programs that store cursors themselves. */
  readonly cursors?: Readonly<Record<string, CursorPosition>>;
  /** The generation to which those cursors belong. */
  readonly generation?: string;
  /** Newest events to fetch for a room without a cursor (default 50). */
  readonly recent?: number;
  /** Maximum lines of a room in memory (default 2,000); older ones are fetched again on demand. */
  readonly maxLines?: number;
  /** Maximum bytes of lines in memory: per room (default 48 MiB) and in all (default 128 MiB). */
  readonly maxBytes?: { readonly room: number; readonly all: number };
  /** Follow the events of all rooms after logging in (default true); false for programs that only make requests. */
  readonly follow?: boolean;
  /** Reconnect after an interruption (default true). */
  readonly reconnect?: boolean;
  /** Wait and resend under the same id on `slow_down` (default true). */
  readonly waitOutSlowDown?: boolean;
  /** Stores unconfirmed changes; without it, they are lost when the program ends. */
  readonly outboxStore?: OutboxStore;
  /** Stores history, so that a start shows it at once and fetches only what is new. Replaces `cursors` and `generation`. */
  readonly cache?: Cache;
  /**
   * Stores what the user keeps, and syncs it with the user's other devices: read marks, drafts, starred rooms and so on. Without it, they are
   * known to this client only, while it runs.
   */
  readonly userStateStore?: UserStateStore;
  /** Rooms without a read mark begin as read, on all devices (default true); false for programs that nobody reads in. */
  readonly setsMarks?: boolean;
};

/** A page: the newest `limit` before `before`, or the oldest after `after`. */
type HistoryAsk = { readonly room: RoomId; readonly before?: Seq; readonly after?: Seq; readonly limit: number };

/** A room to create. */
type NewRoom = Omit<RequestOf<'room.create'>, 'type' | 'id'>;

/** The part of a list to fetch: at most `max` entries (default 2,000) after the name `after`. */
export type ListRange<Id extends string> = { readonly after?: Id | undefined; readonly max?: number };
/** A part of a list; `more` if others follow the last one. */
export type Listed<T> = { readonly items: readonly T[]; readonly more: boolean };

/** What to change in a profile: an empty text removes one, and `away: null` says that the user is back. */
export type ProfileChange = Fields<'profile.set'>;

/** What to change of who may invite to a room, and of what newcomers can read. */
type Policy = Omit<RequestOf<'room.policy'>, 'type' | 'id' | 'room'>;

/** What moderators and owners do in a room. */
export interface Moderation {
  /** Gives a member another role. */
  setRole(room: RoomId, user: UserId, role: MemberRole): Promise<Result<void, Failure>>;
  /** Removes a member, who may join again. */
  removeMember(room: RoomId, user: UserId, reason?: string): Promise<Result<void, Failure>>;
  /** Bans somebody, a member or not, for a time or without `forMs` until the ban is lifted. */
  banMember(room: RoomId, user: UserId, ban?: Ban): Promise<Result<void, Failure>>;
  /** Lifts a ban. */
  unbanMember(room: RoomId, user: UserId): Promise<Result<void, Failure>>;
  /** Changes who may invite to a room that the user owns, what newcomers can read of it, or both. */
  setPolicy(room: RoomId, policy: Policy): Promise<Result<void, Failure>>;
  /** Archives a room that the user owns, or ends that. */
  archiveRoom(room: RoomId, on: boolean): Promise<Result<void, Failure>>;
  /** Deletes a room that the user owns, for good; only some time after it was archived. */
  deleteRoom(room: RoomId): Promise<Result<void, Failure>>;
  /** The bans of a room that have not ended, by user. */
  bans(room: RoomId, range?: ListRange<UserId>): Promise<Result<Listed<BanSummary>, Failure>>;
}

/** What the user keeps on all devices. */
export interface UserStateActions {
  /** Marks the room as read. */
  markRead(room: RoomId): void;
  /** Makes this message and those after it unread again; it must be loaded. */
  markUnread(room: RoomId, seq: Seq): void;
  /** Changes what the user keeps, on all devices. */
  setUserState(entries: readonly StateEntry[]): void;
  /** As `setUserState`, for programs that follow no rooms: resolves when it is saved. */
  saveUserState(entries: readonly StateEntry[]): Promise<Result<void, Failure>>;
  /**
   * Syncs the texts of composers as drafts from now on; `texts` are those of an earlier run. A composer that must get another text is reported
   * as a notice. A draft that would replace what was written here is in `ChatState.otherDrafts` until its text is written here.
   */
  startDrafts(texts: ReadonlyMap<RoomId, string>): void;
  /** A composer's text has changed; it is saved after a pause. The text of a message is gone from the composer before the message is sent. */
  writeDraft(room: RoomId, text: string): void;
  /** Saves a composer's text now: its room is no longer shown. */
  saveDraft(room: RoomId): void;
  /** Saves drafts and sends changes that wait for others, such as read marks; resolves once they are saved or cannot be. */
  flushUserState(): Promise<void>;
}

/** How long a ban lasts, and why. */
type Ban = { readonly forMs?: number | undefined; readonly reason?: string | undefined };

/** The client core, which all four faces use. */
export interface ChatClient extends Moderation, UserStateActions {
  /**
   * Connects, and reconnects until `close`. Resolves with the server's welcome, or why there is none. A client that has ended for good, because
   * the server ended its session or refuses it, or because it does not reconnect, stays ended: this resolves with the reason and dials nothing.
   */
  connect(): Promise<Result<ServerFrameOf<'welcome'>, Failure>>;
  signUp(ask: { user: string; password: string; invite?: string }): Promise<Result<Session, Failure>>;
  logIn(ask: { user: string; password: string }): Promise<Result<Session, Failure>>;
  /** Resolves once the session of the `token` option is resumed on the current connection. */
  resumed(): Promise<Result<Session, Failure>>;
  /** Ends the session for good; the link then stays offline. */
  logOut(): Promise<Result<void, Failure>>;
  /** Resolves once the first catch-up of the current connection is complete. */
  synced(): Promise<Result<void, Failure>>;
  /** Deletes the account for good; the link then stays offline. */
  deleteAccount(password: string): Promise<Result<void, Failure>>;
  /** Replaces the password; the account's other sessions end. */
  changePassword(ask: { current: string; new: string }): Promise<Result<void, Failure>>;
  sessions(): Promise<Result<readonly SessionSummary[], Failure>>;
  revokeSession(session: SessionId): Promise<Result<void, Failure>>;
  /** Creates a room with what `room.create` can say of it. */
  createRoom(room: NewRoom): Promise<Result<RoomSummary, Failure>>;
  /** Invites a user to a room. */
  invite(room: RoomId, user: string): Promise<Result<void, Failure>>;
  /** Creates the code of a link to a room, for whoever uses it first, and when it ends. */
  inviteByLink(
    room: RoomId,
    expiresMs?: number,
  ): Promise<Result<{ readonly code: string; readonly expiresMs: number }, Failure>>;
  /** The invitations that the user has neither accepted nor declined. */
  invitations(): Promise<Result<readonly Invitation[], Failure>>;
  /** What is pending of a room: for moderators and owners all invitations, for others their own, and the number of unused links. */
  roomInvitations(
    room: RoomId,
  ): Promise<Result<{ readonly invitations: readonly RoomInvitation[]; readonly links: number }, Failure>>;
  /** Joins a room by an invitation, or with the code of a link. */
  acceptInvitation(to: { readonly room: RoomId } | { readonly code: string }): Promise<Result<RoomSummary, Failure>>;
  declineInvitation(room: RoomId): Promise<Result<void, Failure>>;
  /** Revokes the invitation of a user to a room or, without a user, the room's unused links. */
  revokeInvitation(room: RoomId, user?: UserId): Promise<Result<void, Failure>>;
  /** The direct room with this user, created if there is none; with oneself it is for notes. */
  openDirect(user: string): Promise<Result<RoomSummary, Failure>>;
  /** The public room of this name, with or without `#`, a room with this id, or with `@bob` the direct room with bob. */
  findRoom(name: string): Promise<Result<RoomSummary, Failure>>;
  joinRoom(name: string): Promise<Result<RoomSummary, Failure>>;
  leaveRoom(room: RoomId): Promise<Result<void, Failure>>;
  /** Renames a room that the user owns. */
  renameRoom(room: RoomId, name: string): Promise<Result<void, Failure>>;
  /** Sets the topic of a room that the user owns; an empty one removes it. */
  setTopic(room: RoomId, topic: string): Promise<Result<void, Failure>>;
  /** The public rooms that are archived, or those that are not, by name. */
  listRooms(
    range?: ListRange<RoomName> & { readonly archived?: boolean },
  ): Promise<Result<Listed<RoomSummary>, Failure>>;
  /** The members of a room, by name. */
  members(room: RoomId, range?: ListRange<UserId>): Promise<Result<Listed<MemberSummary>, Failure>>;
  /** Changes the user's profile; fields that are missing stay as they are. */
  setProfile(change: ProfileChange): Promise<Result<void, Failure>>;
  /** What the server knows of a user. */
  person(user: UserId): Promise<Result<PersonSummary, Failure>>;
  /** Nobody has used this device for a while, or somebody does again; a new client counts as used. */
  setIdle(on: boolean): void;
  /** Fetches a page of history. */
  history(ask: HistoryAsk): Promise<Result<Page, Failure>>;
  /** Fetches a page of the log. */
  log(ask: HistoryAsk): Promise<Result<LogPage, Failure>>;
  /**
   * Searches a room for messages that contain all these words, newest first: at most `limits.found`. `more`: older messages were not
   * searched. `goOn` receives the matches so far each time a long search continues; false ends it.
   */
  search(room: RoomId, words: string, goOn?: (events: readonly RoomEvent[]) => boolean): Promise<Result<Page, Failure>>;
  /**
   * The newest messages that mention the user, over all rooms, newest first; with `before`, only those older than this one. `next`: pass it
   * as `before` for the older ones.
   */
  mentions(ask: { before?: EventPlace | undefined; limit: number }): Promise<Result<MentionPage, Failure>>;
  /** Loads the page before a room's oldest line into its timeline. Only one load per room: a second call awaits the first one. */
  loadOlder(room: RoomId, limit: number): Promise<Result<void, Failure>>;
  /**
   * Adds a change to the outbox; resolves once the server has stored or finally refused it. Changes are sent in order, across
   * reconnections, and again under the same id until they are answered.
   */
  change(room: RoomId, change: Change, id?: EventId): Promise<Result<SentMessage, Failure>>;
  /** Sends a text message, as `change` does. */
  say(room: RoomId, text: string, id?: EventId): Promise<Result<SentMessage, Failure>>;
  /** Resends a refused change under its id, or discards it. */
  retry(id: EventId): void;
  discard(id: EventId): void;
  setTyping(room: RoomId, on: boolean): void;
  /** The machine slept or the process continued: check the link at once. */
  wake(): void;
  /** The current state. */
  getSnapshot(): ChatState;
  /** Calls back after each change of the state; returns how to unsubscribe. */
  subscribe(changed: () => void): () => void;
  /** Calls back for each notice; returns how to unsubscribe. */
  listen(onNotice: (notice: Notice) => void): () => void;
  /** Closes the connection, without waiting for the server's side of it. Unanswered requests fail as `offline`. */
  close(): Promise<void>;
}
