import type { CloseName } from '@securechat/protocol/close-codes';

/** A socket of any kind, as the code shared by the gateways sees it. */
export interface GatewaySocket {
  /** False once it is being closed: nothing may be written any more. */
  readonly isOpen: boolean;
  /** Bytes written that have not left yet. */
  readonly queuedBytes: number;
  /** Writes whole frames; `done` is called once they have left, or never will. */
  write(bytes: Buffer, done: () => void): void;
  /** Stops reading, so that the client has to wait, or goes on. */
  setReading(isReading: boolean): void;
  /** Tells the client why and closes it, as politely as its kind allows. */
  close(reason: CloseName): void;
  /** Cuts it at once. */
  destroy(): void;
}
