import type { CloseName } from '@securechat/protocol/close-codes';

/** A socket of any kind, as the gateways' shared code sees it. */
export interface GatewaySocket {
  /** False once it is being closed: nothing may be written any more. */
  readonly isOpen: boolean;
  /** Bytes that were written but not sent yet. */
  readonly queuedBytes: number;
  /** Writes whole frames; `done` is called once they are sent, or never will be. */
  write(bytes: Buffer, done: () => void): void;
  /** Pauses or resumes reading from the client. */
  setReading(isReading: boolean): void;
  /** Tells the client the reason and closes it, as cleanly as its kind allows. */
  close(reason: CloseName): void;
  /** Closes it immediately, without a word to the client. */
  destroy(): void;
}
