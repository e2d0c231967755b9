import type { RoomId, Seq } from '@securechat/protocol/ids';

/** One room on its way to one reader. */
export type RoomSubscription = {
  readonly room: RoomId;
  /** Everything up to here has been sent. */
  sentSeq: Seq;
  /** Everything up to here is known to exist. */
  head: Seq;
  /** Catching up from the store; what happens meanwhile only raises `head`. */
  catchingUp: boolean;
  /** The reader knows where it stands in this room. */
  started: boolean;
  /** The reader's user became a member again at this seq, after an end of its membership that is still to be sent. */
  rejoinSeq: Seq | undefined;
  /** False for a room of the past: the rest of a membership is on its way, and what happens there now does not concern the reader. */
  readonly current: boolean;
};
