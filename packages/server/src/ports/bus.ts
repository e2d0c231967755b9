import type { RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';

/** What one part of the system, or one process, tells the others. May be lost or repeated: feeds mend gaps by seq. */
export type BusMessage =
  | { readonly kind: 'event'; readonly event: RoomEvent }
  | {
      readonly kind: 'presence';
      readonly user: UserId;
      readonly online: boolean;
      readonly atMs: number;
      readonly rooms: readonly RoomId[];
    }
  | { readonly kind: 'typing'; readonly room: RoomId; readonly user: UserId; readonly on: boolean }
  /** These sessions have ended: their sockets are closed at once. */
  | { readonly kind: 'sessions-ended'; readonly sessions: readonly SessionId[] };

export interface Bus {
  /** Tells all subscribers, in the order of the calls. */
  publish(message: BusMessage): void;
  /** Hears everything published from now on; the returned function ends it. A subscriber that throws hurts no other. */
  subscribe(onMessage: (message: BusMessage) => void): () => void;
}
