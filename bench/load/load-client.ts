import type { Member, Target } from './plan.ts';

/** Receives what a client reads from its connection. */
export type Listener = {
  /** A message has arrived; its text is somewhere in `buffer[from..to)` if the member is sampled. */
  message(buffer: Buffer, from: number, to: number): void;
  /** Several messages arrived in one frame. */
  messages(count: number): void;
  /** The server has acknowledged the message with this number. */
  acked(number: number): void;
  /** The server refused something: the message with this number, if it names one. */
  refused(message: string, number?: number): void;
  /** The connection was lost. */
  closed(): void;
};

/** One member's connection, signed in and in its room. */
export interface LoadClient {
  /** Whether each message is acknowledged. */
  readonly acks: boolean;
  /** Sends a text of printable ASCII to the member's room. The acknowledgement, if there is one, carries `number`. */
  say(number: number, text: string): void;
  close(): void;
}

/** The protocol of a kind of server: connects, signs in and enters the room. */
export type Dialect = (
  target: Target,
  member: Member & { readonly sampled: boolean },
  listener: Listener,
) => Promise<LoadClient>;
