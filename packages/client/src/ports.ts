import type {
  Change,
  EventId,
  RoomDescription,
  RoomEvent,
  RoomId,
  Seq,
  UserId,
  WireStateEntry,
} from '@securechat/protocol';
import type { CurrentEvent } from './timeline/message-changes.ts';

/**
 * What is wrong with a certificate that is signed by a trusted authority. `detail`: the date on which it expired (`expired`) or becomes
 * valid (`not-yet-valid`), as YYYY-MM-DD, or its names (`other-name`).
 */
export type CertificateFault = {
  readonly fault: 'expired' | 'not-yet-valid' | 'other-name';
  readonly detail: string;
};

/** Why a connection could not be made or was lost, in terms that a user can act on. */
export type DialFailure =
  /** There is no server. */
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** No trusted authority has signed the certificate and no pin is known: the user must compare and confirm `seen`. */
  | { readonly kind: 'unknown-pin'; readonly seen: string; readonly detail: string }
  /** A trusted authority has signed the certificate, but it is not valid now, or not for this name. */
  | ({ readonly kind: 'bad-certificate'; readonly seen: string } & CertificateFault)
  /** The server's key is not the pinned one: there is no way to continue. */
  | { readonly kind: 'pin-changed'; readonly known: string; readonly seen: string }
  /** The other end is not a SecureChat server, or refused the upgrade. */
  | { readonly kind: 'refused'; readonly detail: string }
  /** The server sent what the protocol forbids, and the connection was closed: `detail` names the frame and the rule. */
  | { readonly kind: 'invalid-frame'; readonly detail: string };

/** Callbacks of a socket. `closed` comes exactly once and last, also if the dial failed. */
export type SocketEvents = {
  readonly opened: () => void;
  readonly text: (text: string) => void;
  /** The other end sent a WebSocket ping or pong. Browsers do not report them. */
  readonly alive: () => void;
  readonly closed: (code: number, reason: string, failure?: DialFailure) => void;
};

/** One connection, open or connecting. */
export interface Socket {
  /** Sends a frame; ignored once the connection is closing. */
  send(text: string): void;
  /** Starts closing; `closed` follows within a few seconds even if the other end does not reply. */
  close(code: number, reason: string): void;
}

/** Opens sockets. */
export interface Dialer {
  /** Starts connecting and returns at once; never throws. */
  dial(url: string, on: SocketEvents): Socket;
}

/** Time and randomness, which tests control. */
export interface Clock {
  /** Milliseconds since 1970, for display. It jumps when the clock is set. */
  nowMs(): number;
  /** Milliseconds since some point in time, for durations and deadlines; independent of the wall clock. May stand still during a sleep. */
  monotonicMs(): number;
  /** The same, but it continues while the machine sleeps, if the platform supports that. */
  uptimeMs(): number;
  /** Runs once after `ms`; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
  /** At least 0, below 1. */
  random(): number;
  /** A new UUID. */
  newId(): string;
}

/** A change of a room as the device stores it until it is confirmed: a message, later an edit or a reaction. */
export type StoredChange = {
  readonly id: EventId;
  readonly room: RoomId;
  /** Sent unchanged, however often. */
  readonly change: Change;
  /** When its author made it, in milliseconds since 1970. */
  readonly atMs: number;
  /** Why it was finally refused; it stays until its author retries or discards it. */
  readonly refused?: string;
};

/**
 * Stores an account's unconfirmed changes, so that they survive the end of the program. Each method is atomic and done when it returns; a
 * throw means that nothing was changed.
 */
export interface OutboxStore {
  /** All stored changes, in the order in which they were made. */
  load(): readonly StoredChange[];
  /** Stores a change; one of the same id is replaced and keeps its position. */
  put(change: StoredChange): void;
  /** Removes a change that has its place in the room, or was discarded. Unknown ids are ignored. */
  drop(id: EventId): void;
}

/** One room as stored on the device. */
export type CachedRoom = Readonly<RoomDescription> & {
  readonly id: RoomId;
  /** Everything up to here has been applied. */
  readonly cursor: Seq;
  /** The id of the event at the cursor; missing if it is 0, or was stored by a version that did not need it. */
  readonly cursorId?: EventId;
  /** The newest stored events, ascending; messages as they are now, and none that only changes another. */
  readonly events: readonly CurrentEvent[];
  /** No older event than the first stored one exists for this user. */
  readonly atStart: boolean;
};

/** The stored history at a start. */
export type CachedChat = {
  readonly user: UserId | undefined;
  /** The generation of the server's store (G7). */
  readonly generation: string | undefined;
  readonly rooms: readonly CachedRoom[];
};

/** A batch of one room's events that continues from its cursor. `begins`: it replaces what was stored of the room. */
export type CachedBatch = {
  readonly room: RoomId;
  readonly begins: boolean;
  /** The description after these events. */
  readonly description: Readonly<RoomDescription>;
  readonly events: readonly RoomEvent[];
  /** The cursor after these events, and the id of the event there. */
  readonly cursor: Seq;
  readonly cursorId?: EventId;
  readonly atStart: boolean;
};

/**
 * Stores the history that one account has received: events and cursors. Each method is one transaction, done when it returns; a throw means
 * that nothing was stored.
 */
export interface Cache {
  /** Everything, with the newest `recent` events of each room. */
  load(recent: number): CachedChat;
  /** Stores events and their cursor, both or neither (G4). Those that change a message change the stored one, if there is one. */
  apply(run: CachedBatch): void;
  /** The newest `limit` stored events below `before`, ascending; fewer if the cache has no more. */
  before(room: RoomId, before: Seq, limit: number): readonly CurrentEvent[];
  /** Stores the user and the generation; if either has changed, everything is deleted. */
  begin(user: UserId, generation: string): void;
  /** Deletes the whole history. */
  forget(): void;
  /** Stores descriptions; other rooms are deleted. */
  keepRooms(rooms: readonly (Readonly<RoomDescription> & { readonly id: RoomId })[]): void;
}

/** An entry of what the user keeps. `unsent`: a change of this device that the server has not confirmed. */
export type StoredStateEntry = WireStateEntry & { readonly unsent: boolean };
/** What the user keeps, as the device has stored it: everything of the server up to `ver`. `owner`: whose it is, undefined at first. */
export type StoredUserState = {
  readonly owner: string | undefined;
  readonly ver: number;
  readonly entries: readonly StoredStateEntry[];
};

/**
 * Stores what the user keeps (read marks, drafts, starred rooms and so on), and its unconfirmed changes. Each method is atomic and done when
 * it returns; a throw means that nothing was stored.
 */
export interface UserStateStore {
  load(): StoredUserState;
  /** Stores these entries, owner and `ver`. An entry with the value null that is not `unsent` is deleted; with `reset`, so are all others. */
  save(change: StoredUserState & { readonly reset: boolean }): void;
}
