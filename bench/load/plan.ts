/** The protocol of a kind of server. */
export type DialectName = 'relay' | 'securechat' | 'socketio' | 'irc' | 'xmpp';

/** The server's address, and the certificate that it must present (PEM). */
export type Target = {
  readonly dialect: DialectName;
  readonly host: string;
  readonly port: number;
  readonly ca: string;
};

/** A member to connect: in one room, with a token or password if the server needs one. */
export type Member = { readonly name: string; readonly room: string; readonly secret?: string };

/**
 * A member's role. Authors and the observer of a room are on one thread. The observer determines when a message is done; sampled members
 * read the time in each message.
 */
export type ClientSlot = Member & { readonly role: 'observer' | 'author' | 'reader'; readonly sampled: boolean };

/**
 * How messages are sent: `closed` keeps `window` in flight, per room if a message is done when the observer has it, per member if it is
 * done when acknowledged; `open` sends at a fixed rate, whatever becomes of them; `still` sends none.
 */
export type Load =
  | { readonly kind: 'closed'; readonly window: number; readonly doneBy: 'observer' | 'ack' }
  | { readonly kind: 'open'; readonly perSecond: number }
  | { readonly kind: 'still' };

/** One phase of a measurement. `watch`: processes whose processor time is counted during it, with their children. */
export type Phase = {
  readonly load: Load;
  readonly warmUpMs: number;
  readonly measureMs: number;
  readonly watch: readonly number[];
};

/** What was counted in a phase, between warm-up and end. */
export type Counts = {
  readonly tookMs: number;
  /** Message frames that reached a member. */
  readonly deliveries: number;
  /** Messages that are done. */
  readonly messages: number;
  readonly acks: number;
  readonly refused: number;
  /** The first refusal, as it was received. */
  readonly refusal?: string;
  /** From the time a message was due to its arrival at a sampled member. */
  readonly latencyMs: Float64Array;
  readonly ackMs: Float64Array;
  /** How busy the load generator's busiest thread was, 0 to 1. */
  readonly busy: number;
};

/** Counts of all threads, and the processor time per second of the watched processes. */
export type PhaseResult = Counts & { readonly serverCpuMsPerSecond: number };

/** How long connecting all clients took. `watch` as in `Phase`. */
export type Connected = { readonly tookMs: number; readonly serverCpuMs: number };

/** A command to the load generator's process. */
export type LoadCommand =
  | {
      readonly kind: 'connect';
      readonly target: Target;
      readonly members: readonly Member[];
      readonly atOnce: number;
      readonly watch: readonly number[];
      /** Reconnects, as our client does, if the server goes away. */
      readonly reconnect: boolean;
    }
  | { readonly kind: 'phase'; readonly phase: Phase }
  /** Waits until all clients are back after the server went away. */
  | { readonly kind: 'back'; readonly withinMs: number }
  | { readonly kind: 'leave' };

/** The process's reply. */
export type LoadReport =
  | { readonly kind: 'connected'; readonly value: Connected }
  | { readonly kind: 'phase'; readonly value: PhaseResult }
  | { readonly kind: 'back'; readonly value: { readonly tookMs: number; readonly back: number; readonly lost: number } }
  | { readonly kind: 'left' }
  | { readonly kind: 'failed'; readonly message: string };

/** A command to a thread: the same, with client slots instead of members. */
export type ThreadOrder =
  | {
      readonly kind: 'connect';
      readonly target: Target;
      readonly slots: readonly ClientSlot[];
      readonly atOnce: number;
      readonly reconnect: boolean;
    }
  | { readonly kind: 'phase'; readonly phase: Phase; readonly share: number }
  | { readonly kind: 'back'; readonly withinMs: number }
  | { readonly kind: 'leave' };

/** A thread's reply. */
export type ThreadAnswer =
  | { readonly kind: 'connected' }
  | { readonly kind: 'phase'; readonly value: Counts }
  | { readonly kind: 'back'; readonly value: { readonly tookMs: number; readonly back: number; readonly lost: number } }
  | { readonly kind: 'left' }
  | { readonly kind: 'failed'; readonly message: string };
