import type {
  Change,
  EventId,
  MemberSummary,
  Refusal,
  Result,
  RoomEvent,
  RoomId,
  RoomName,
  RoomSummary,
  Seq,
  ServerFrameOf,
  SessionId,
  SessionSummary,
  UserId,
} from '@securechat/protocol';
import type { ChatState, LinkView } from './chat/model.ts';
import type { Cache, Clock, Dialer, DialFailure, OutboxStore } from './ports.ts';

/** Why a request failed: the server refused it, no reply came in time, or the connection could not be made or was lost. */
export type Failure =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'offline'; readonly detail: string; readonly dial?: DialFailure };

/** A logged-in session. `token` is set for a new one: store it in the keychain. */
export type Session = { readonly user: UserId; readonly session: SessionId; readonly token?: string };
/** A message that the server has stored (G1). */
export type SentMessage = { readonly room: RoomId; readonly seq: Seq; readonly id: EventId; readonly at: number };
/** One page of a room's history, ascending. */
export type Page = { readonly events: readonly RoomEvent[]; readonly more: boolean };

/** What a client reports as it happens. Each event comes once and in the order of its room (G4). */
export type Notice =
  /** `roomName`: the name of its room, which the state no longer has if the user's membership ends with the event. */
  | { readonly kind: 'event'; readonly event: RoomEvent; readonly roomName: RoomName }
  | {
      readonly kind: 'presence';
      readonly room: RoomId;
      readonly user: UserId;
      readonly online: boolean;
      readonly at: number;
    }
  | { readonly kind: 'link'; readonly link: LinkView; readonly dial?: DialFailure }
  /** The server's rate limit delays messages for this long; they are then sent automatically. */
  | { readonly kind: 'slowed'; readonly room: RoomId; readonly waitMs: number }
  /** The server's history of a room has changed (restored from a backup): its current state replaces the previous one (G7). */
  | { readonly kind: 'restored'; readonly room: RoomId }
  /** A catch-up is complete: the number of events, of rooms with missing events, and of reloaded rooms. */
  | { readonly kind: 'synced'; readonly events: number; readonly gaps: number; readonly restored: number }
  /** The device could not store the outbox or the cache: the chat continues, but unsent messages are lost when the program ends. */
  | { readonly kind: 'persist-failed'; readonly what: 'outbox' | 'cache'; readonly detail: string }
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
  readonly cursors?: Readonly<Record<string, Seq>>;
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
};

/** The part of a list to fetch: at most `max` entries (default 2,000) after the name `after`. */
export type ListRange<Id extends string> = { readonly after?: Id | undefined; readonly max?: number };
/** A part of a list; `more` if others follow the last one. */
export type Listed<T> = { readonly items: readonly T[]; readonly more: boolean };

/** The client core, which all four faces use. */
export interface ChatClient {
  /** Connects, and reconnects until `close`. Resolves with the server's welcome, or why there is none. */
  connect(): Promise<Result<ServerFrameOf<'welcome'>, Failure>>;
  signUp(ask: { user: string; password: string; invite?: string }): Promise<Result<Session, Failure>>;
  logIn(ask: { user: string; password: string }): Promise<Result<Session, Failure>>;
  /** Resolves once the session of the `token` option is resumed on the current connection. */
  resumed(): Promise<Result<Session, Failure>>;
  /** Ends the session for good; the link then stays offline. */
  logOut(): Promise<Result<void, Failure>>;
  /** Resolves once the first catch-up of the current connection is complete. */
  synced(): Promise<Result<void, Failure>>;
  /** Replaces the password; the account's other sessions end. */
  changePassword(ask: { current: string; new: string }): Promise<Result<void, Failure>>;
  sessions(): Promise<Result<readonly SessionSummary[], Failure>>;
  revokeSession(session: SessionId): Promise<Result<void, Failure>>;
  createRoom(name: string, topic?: string): Promise<Result<RoomSummary, Failure>>;
  /** The public room of this name, with or without `#`, or with this id. */
  findRoom(name: string): Promise<Result<RoomSummary, Failure>>;
  joinRoom(name: string): Promise<Result<RoomSummary, Failure>>;
  leaveRoom(room: RoomId): Promise<Result<void, Failure>>;
  /** Renames a room that the user owns. */
  renameRoom(room: RoomId, name: string): Promise<Result<void, Failure>>;
  /** Sets the topic of a room that the user owns; an empty one removes it. */
  setTopic(room: RoomId, topic: string): Promise<Result<void, Failure>>;
  /** Removes a member from a room that the user owns. */
  removeMember(room: RoomId, user: UserId): Promise<Result<void, Failure>>;
  /** The public rooms, by name. */
  listRooms(range?: ListRange<RoomName>): Promise<Result<Listed<RoomSummary>, Failure>>;
  /** The members of a room, by name. */
  members(room: RoomId, range?: ListRange<UserId>): Promise<Result<Listed<MemberSummary>, Failure>>;
  /** Fetches a page of history. */
  history(ask: { room: RoomId; before?: Seq; after?: Seq; limit: number }): Promise<Result<Page, Failure>>;
  /**
   * Searches a room for messages that contain all these words, newest first: at most `limits.found`. `more`: older messages were not
   * searched. `goOn` receives the matches so far each time a long search continues; false ends it.
   */
  search(room: RoomId, words: string, goOn?: (events: readonly RoomEvent[]) => boolean): Promise<Result<Page, Failure>>;
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
  /** Marks the room as read. */
  markRead(room: RoomId): void;
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
