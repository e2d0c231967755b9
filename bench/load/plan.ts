/** How a kind of server is spoken to. */
export type DialectName = 'relay' | 'securechat' | 'socketio' | 'irc' | 'xmpp';

/** Where the server is, and the certificate it must show (PEM). */
export type Target = {
  readonly dialect: DialectName;
  readonly host: string;
  readonly port: number;
  readonly ca: string;
};

/** Someone who connects: in one room, with a token or password where the server asks for one. */
export type Member = { readonly name: string; readonly room: string; readonly secret?: string };

/**
 * A member's part. Authors and the observer of a room are on one thread. The observer says when a message is done; those that are
 * sampled look at the time in each message.
 */
export type ClientSlot = Member & { readonly role: 'observer' | 'author' | 'reader'; readonly sampled: boolean };

/**
 * How messages are sent: `closed` keeps `window` in flight, a room each when a message is done once the observer has it, a member
 * each when it is done once acknowledged; `open` sends so many a second, whatever becomes of them; `still` sends none.
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
  /** Messages that were done. */
  readonly messages: number;
  readonly acks: number;
  readonly refused: number;
  /** The first refusal, as it came. */
  readonly refusal?: string;
  /** From the time a message was meant to be sent to a sampled member. */
  readonly latencyMs: Float64Array;
  readonly ackMs: Float64Array;
  /** How busy the load generator's busiest thread was, 0 to 1. */
  readonly busy: number;
};

/** Counts of all threads, and the processor time that the watched processes used a second. */
export type PhaseResult = Counts & { readonly serverCpuMsPerSecond: number };

/** How many clients were connected how fast. `watch` as in `Phase`. */
export type Connected = { readonly tookMs: number; readonly serverCpuMs: number };

/** What the process of the load generator is told. */
export type LoadCommand =
  | {
      readonly kind: 'connect';
      readonly target: Target;
      readonly members: readonly Member[];
      readonly atOnce: number;
      readonly watch: readonly number[];
      /** Comes back, as our client does, when the server goes. */
      readonly reconnect: boolean;
    }
  | { readonly kind: 'phase'; readonly phase: Phase }
  /** Waits until everyone is back after the server went. */
  | { readonly kind: 'back'; readonly withinMs: number }
  | { readonly kind: 'leave' };

/** What it answers. */
export type LoadReport =
  | { readonly kind: 'connected'; readonly value: Connected }
  | { readonly kind: 'phase'; readonly value: PhaseResult }
  | { readonly kind: 'back'; readonly value: { readonly tookMs: number; readonly back: number; readonly lost: number } }
  | { readonly kind: 'left' }
  | { readonly kind: 'failed'; readonly message: string };

/** What a thread is told: the same, with slots instead of members. */
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

/** What a thread answers. */
export type ThreadAnswer =
  | { readonly kind: 'connected' }
  | { readonly kind: 'phase'; readonly value: Counts }
  | { readonly kind: 'back'; readonly value: { readonly tookMs: number; readonly back: number; readonly lost: number } }
  | { readonly kind: 'left' }
  | { readonly kind: 'failed'; readonly message: string };
