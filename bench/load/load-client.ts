import type { Member, Target } from './plan.ts';

/** What a line tells of what it hears. */
export type Listener = {
  /** A message has arrived; its text is somewhere in `buffer[from..to)` when the member is sampled. */
  message(buffer: Buffer, from: number, to: number): void;
  /** Several messages arrived in one frame. */
  messages(count: number): void;
  /** The server says that the message with this number is on disk. */
  acked(number: number): void;
  /** The server refused something: the message with this number, where it says which. */
  refused(message: string, number?: number): void;
  /** The connection is gone. */
  closed(): void;
};

/** One member's connection, signed in and in its room. */
export interface LoadClient {
  /** Whether each message is acknowledged. */
  readonly acks: boolean;
  /** Says a text of printable ASCII in the member's room. `number` comes back with the acknowledgement where there is one. */
  say(number: number, text: string): void;
  close(): void;
}

/** How a kind of server is spoken to: connects, signs in and enters the room. */
export type Dialect = (
  target: Target,
  member: Member & { readonly sampled: boolean },
  listener: Listener,
) => Promise<LoadClient>;
