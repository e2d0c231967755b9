/** Why a connection could not be made, in terms a person can act on. */
export type DialFailure =
  /** Nobody answers there. */
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** No certificate authority vouches for the server and no pin is known: a person must compare and confirm `seen`. */
  | { readonly kind: 'unknown_pin'; readonly seen: string; readonly detail: string }
  /** The server shows another key than the pinned one: a hard stop. */
  | { readonly kind: 'pin_changed'; readonly known: string; readonly seen: string }
  /** The other end is no SecureChat server, or refused the upgrade. */
  | { readonly kind: 'refused'; readonly detail: string };

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
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Runs once after `ms`; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
  /** At least 0, below 1. */
  random(): number;
  /** A new id, unique in the world (UUID). */
  newId(): string;
}
