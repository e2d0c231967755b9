import type {
  Change,
  EventId,
  MemberSummary,
  Refusal,
  Result,
  RoomEvent,
  RoomId,
  RoomSummary,
  Seq,
  ServerFrameOf,
  SessionId,
  SessionSummary,
  UserId,
} from '@securechat/protocol';
import type { ChatState, LinkView } from './chat/model.ts';
import type { Cache, Clock, Dialer, DialFailure, OutboxStore } from './ports.ts';

/** Why a request had no good answer: the server refused, no answer came in time, or the connection could not be made or kept. */
export type Failure =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'offline'; readonly detail: string; readonly dial?: DialFailure };

/** A signed-in session. `token` is there when a new one was made: keep it in the keychain. */
export type Session = { readonly user: UserId; readonly session: SessionId; readonly token?: string };
/** A message that is on disk (G1). */
export type SentMessage = { readonly room: RoomId; readonly seq: Seq; readonly id: EventId; readonly at: number };
/** One page of a room's past, ascending. */
export type Page = { readonly events: readonly RoomEvent[]; readonly more: boolean };

/** What a client tells as it happens. Events come once each and in the order of their room (G4). */
export type Notice =
  | { readonly kind: 'event'; readonly event: RoomEvent }
  | {
      readonly kind: 'presence';
      readonly room: RoomId;
      readonly user: UserId;
      readonly online: boolean;
      readonly at: number;
    }
  | { readonly kind: 'link'; readonly link: LinkView; readonly dial?: DialFailure }
  /** The server's limit holds messages back for so long; they go on by themselves. */
  | { readonly kind: 'slowed'; readonly room: RoomId; readonly waitMs: number }
  /** The server's history of a room is not the one seen before (restored from a backup): what it has now replaces it (G7). */
  | { readonly kind: 'restored'; readonly room: RoomId }
  /** A catch-up is complete: how many events it brought, how many rooms still lack some, how many were begun anew. */
  | { readonly kind: 'synced'; readonly events: number; readonly gaps: number; readonly restored: number }
  /** The device could not keep the outbox or the cache: the chat goes on, but the end of the program loses what was not sent. */
  | { readonly kind: 'persist-failed'; readonly what: 'outbox' | 'cache'; readonly detail: string }
  /** The session was ended (revoked, expired, logged out elsewhere): log in again. */
  | { readonly kind: 'session-ended'; readonly message: string };

export type ChatClientOptions = {
  /** `wss://host:port` */
  readonly url: string;
  readonly dialer: Dialer;
  readonly clock: Clock;
  readonly client: { readonly name: string; readonly version: string };
  /** What this device is called in the list of sessions. */
  readonly device: string;
  /**
   * A token kept from earlier; `connect` then resumes that session on every connection. It may still be on its way, for example out of a
   * keychain, while the connection is made; an error is the sentence with which the session then ends.
   */
  readonly token?: string | Promise<Result<string, string>>;
  /** Where to take up each room, for programs that keep cursors of their own. */
  readonly cursors?: Readonly<Record<string, Seq>>;
  /** The generation those cursors belong to. */
  readonly generation?: string;
  /** Newest events to fetch for a room without a cursor (default 50). */
  readonly recent?: number;
  /** Lines kept of a room in memory (default 2,000); older ones are fetched again when somebody scrolls there. */
  readonly maxLines?: number;
  /** Bytes of lines kept in memory: of one room (default 48 MiB), and of all rooms together (default 128 MiB). */
  readonly maxBytes?: { readonly room: number; readonly all: number };
  /** Follow all rooms' events from sign-in on (default true); false for programs that only ask and say. */
  readonly follow?: boolean;
  /** Come back by itself after an interruption (default true). */
  readonly reconnect?: boolean;
  /** Wait out `slow_down` and resend under the same id (default true). */
  readonly waitOutSlowDown?: boolean;
  /** Keeps what was said and has no answer over the end of the program; without it, that is lost with the program. */
  readonly outboxStore?: OutboxStore;
  /** Keeps what was seen, so that a start shows it at once and fetches only what is new. Replaces `cursors` and `generation`. */
  readonly cache?: Cache;
};

/** Which part of a list to fetch: at most `max` entries (default 2,000) behind the name `after`. */
export type ListRange<Id extends string> = { readonly after?: Id | undefined; readonly max?: number };
/** A part of a list; `more` when others follow behind the last one. */
export type Listed<T> = { readonly items: readonly T[]; readonly more: boolean };

/** The one core under all four faces. */
export interface ChatClient {
  /** Begins to connect, and keeps connected until `close`. Resolves with the server's welcome, or why there is none. */
  connect(): Promise<Result<ServerFrameOf<'welcome'>, Failure>>;
  signUp(ask: { user: string; password: string; invite?: string }): Promise<Result<Session, Failure>>;
  logIn(ask: { user: string; password: string }): Promise<Result<Session, Failure>>;
  /** Resolves once the session of the `token` option is taken up on the current connection. */
  resumed(): Promise<Result<Session, Failure>>;
  /** Ends the session for good; the link then stays offline. */
  logOut(): Promise<Result<void, Failure>>;
  /** Resolves once the first catch-up of the current connection is complete. */
  synced(): Promise<Result<void, Failure>>;
  /** Replaces the password; the account's other sessions end. */
  changePassword(ask: { current: string; new: string }): Promise<Result<void, Failure>>;
  sessions(): Promise<Result<readonly SessionSummary[], Failure>>;
  revokeSession(session: SessionId): Promise<Result<void, Failure>>;
  createRoom(room: string, topic?: string): Promise<Result<RoomSummary, Failure>>;
  joinRoom(room: string): Promise<Result<RoomSummary, Failure>>;
  leaveRoom(room: RoomId): Promise<Result<void, Failure>>;
  /** Ends the membership of another, in a room that the user has made. */
  removeMember(room: RoomId, user: UserId): Promise<Result<void, Failure>>;
  /** The rooms there are, by name. */
  listRooms(range?: ListRange<RoomId>): Promise<Result<Listed<RoomSummary>, Failure>>;
  /** The members of a room, by name. */
  members(room: RoomId, range?: ListRange<UserId>): Promise<Result<Listed<MemberSummary>, Failure>>;
  /** Fetches a page. */
  history(ask: { room: RoomId; before?: Seq; after?: Seq; limit: number }): Promise<Result<Page, Failure>>;
  /**
   * Finds a room's newest messages that contain all these words, newest first, also ones that are not loaded: at most `limits.found`. `more`
   * says that older messages were not searched. `goOn` gets what was found so far each time a long search continues; false ends it.
   */
  search(room: RoomId, words: string, goOn?: (events: readonly RoomEvent[]) => boolean): Promise<Result<Page, Failure>>;
  /**
   * Fetches the page before a room's oldest line and puts it on top of its timeline. One at a time a room: while one is on its way, this
   * waits for it.
   */
  loadOlder(room: RoomId, limit: number): Promise<Result<void, Failure>>;
  /**
   * Puts a change of the room into the outbox; resolves once it is on disk at the server, or finally refused. Changes are sent in the
   * order in which they were made, also over reconnections, and again under the same id until answered.
   */
  change(room: RoomId, change: Change, id?: EventId): Promise<Result<SentMessage, Failure>>;
  /** Makes the change that sends a message. */
  say(room: RoomId, text: string, id?: EventId): Promise<Result<SentMessage, Failure>>;
  /** Sends a refused message again under its id, or forgets it. Nothing happens to it once the client has given up. */
  retry(id: EventId): void;
  discard(id: EventId): void;
  setTyping(room: RoomId, on: boolean): void;
  /** Everything in the room has been seen by the user. */
  markRead(room: RoomId): void;
  /** The machine slept or was continued: check the link at once. */
  wake(): void;
  /** The state for screens. */
  getSnapshot(): ChatState;
  /** Calls back after each change of the state; the returned function ends it. */
  subscribe(changed: () => void): () => void;
  /** Calls back for each notice; the returned function ends it. */
  listen(onNotice: (notice: Notice) => void): () => void;
  /** Closes the connection; waits at most 2 s for the other end. Unanswered requests fail as `offline`. */
  close(): Promise<void>;
}
