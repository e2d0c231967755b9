import type { Change, EventId, RoomEvent, RoomId, Seq, UserId } from '@securechat/protocol';

/**
 * What is wrong with a certificate that an authority vouches for. `detail`: the day it expired (`expired`) or begins to be valid
 * (`not-yet-valid`), as YYYY-MM-DD, or the names it is for (`other-name`).
 */
export type CertificateFault = {
  readonly fault: 'expired' | 'not-yet-valid' | 'other-name';
  readonly detail: string;
};

/** Why a connection could not be made or kept, in terms a person can act on. */
export type DialFailure =
  /** Nobody answers there. */
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** No certificate authority vouches for the server and no pin is known: a person must compare and confirm `seen`. */
  | { readonly kind: 'unknown-pin'; readonly seen: string; readonly detail: string }
  /** An authority vouches for the server's certificate, but it is not valid now, or not for this name. */
  | ({ readonly kind: 'bad-certificate'; readonly seen: string } & CertificateFault)
  /** The server shows another key than the pinned one: a hard stop. */
  | { readonly kind: 'pin-changed'; readonly known: string; readonly seen: string }
  /** The other end is no SecureChat server, or refused the upgrade. */
  | { readonly kind: 'refused'; readonly detail: string }
  /** The server sent what the protocol forbids, and the connection was closed: `detail` names the frame and the rule. */
  | { readonly kind: 'invalid-frame'; readonly detail: string };

/** What a socket tells. `closed` comes exactly once and last, also when the dial failed. */
export type SocketEvents = {
  readonly opened: () => void;
  readonly text: (text: string) => void;
  /** The other end showed a sign of life that carries no frame (a WebSocket ping). Browsers cannot tell. */
  readonly alive: () => void;
  readonly closed: (code: number, reason: string, failure?: DialFailure) => void;
};

/** One connection, open or being opened. */
export interface Socket {
  /** Hands a frame to the connection; silently dropped once it is closing. */
  send(text: string): void;
  /** Begins to close; `closed` follows within a few seconds even when the other end is silent. */
  close(code: number, reason: string): void;
}

/** Opens sockets. */
export interface Dialer {
  /** Begins to connect and returns at once; never throws. */
  dial(url: string, on: SocketEvents): Socket;
}

/** Time and chance, so that tests can move the one and choose the other. */
export interface Clock {
  /** Milliseconds since 1970, for what people read. It jumps when the clock is set. */
  nowMs(): number;
  /** Milliseconds since some moment, for durations and deadlines: setting the clock does not move it. May stand still in a sleep. */
  monotonicMs(): number;
  /** The same, but it goes on while the machine sleeps, where the platform can tell. */
  uptimeMs(): number;
  /** Runs once after `ms`; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
  /** At least 0, below 1. */
  random(): number;
  /** A new id, unique in the world (UUID). */
  newId(): string;
}

/** A change of a room as the device stores it until the server has answered: a message, and later an edit or a reaction. */
export type StoredChange = {
  readonly id: EventId;
  readonly room: RoomId;
  /** Sent as it is, however often. */
  readonly change: Change;
  /** When its author made it, in milliseconds since 1970. */
  readonly atMs: number;
  /** Why it was finally refused; it stays until its author retries or discards it. */
  readonly refused?: string;
};

/**
 * Stores an account's changes that have no answer yet, so that they survive the end of the program. Each method is one whole step,
 * done when it returns; a throw means that nothing was changed.
 */
export interface OutboxStore {
  /** All stored changes, in the order in which they were made. */
  load(): readonly StoredChange[];
  /** Stores a change; one of the same id is replaced and keeps its position. */
  put(change: StoredChange): void;
  /** Removes a change that has its place in the room, or was discarded. Unknown ids are ignored. */
  drop(id: EventId): void;
}

/** One room as it is kept on the device. */
export type CachedRoom = {
  readonly id: RoomId;
  readonly topic: string;
  readonly members: number;
  /** Everything up to here has been applied. */
  readonly cursor: Seq;
  readonly readUpTo: Seq;
  /** The newest events kept, ascending. */
  readonly events: readonly RoomEvent[];
  /** No older event than the first kept one exists for this user. */
  readonly atStart: boolean;
};

/** What a start finds on the device. */
export type CachedChat = {
  readonly user: UserId | undefined;
  /** Of the server's store at the time (G7). */
  readonly generation: string | undefined;
  readonly rooms: readonly CachedRoom[];
};

/** A run of one room's events that follows on its cursor. `begins`: it replaces what was kept of the room. */
export type CachedBatch = {
  readonly room: RoomId;
  readonly begins: boolean;
  /** As they are with these events. */
  readonly topic: string;
  readonly members: number;
  readonly events: readonly RoomEvent[];
  /** Where the room stands afterwards. */
  readonly cursor: Seq;
  readonly atStart: boolean;
};

/**
 * What one account has seen, kept on the device: events and the cursors they lead to. Each method is one transaction, done when
 * it returns; a throw means that nothing of it was kept.
 */
export interface Cache {
  /** Everything, with the newest `recent` events of each room. */
  load(recent: number): CachedChat;
  /** Keeps the events and the cursor they lead to, both or neither (G4). */
  apply(run: CachedBatch): void;
  /** The newest `limit` kept events below `before`, ascending; fewer where the cache has no more. */
  before(room: RoomId, before: Seq, limit: number): readonly RoomEvent[];
  /** Notes who is signed in and of which history all this is; of another user or history than before, everything is forgotten. */
  begin(user: UserId, generation: string): void;
  /** Forgets everything that was seen. */
  forget(): void;
  /** Notes what is known of the rooms; rooms that are not among them are forgotten. */
  keepRooms(rooms: readonly { readonly id: RoomId; readonly topic: string; readonly members: number }[]): void;
  /** Everything in the room up to here has been seen by the user. */
  markRead(room: RoomId, readUpTo: Seq): void;
}
