import type { EventId, RoomId, Seq } from '@securechat/protocol/ids';
import type { RoomEvent, RoomHeader } from '@securechat/protocol/model';
import type { SeqRange } from '../domain/visible-ranges.ts';
import type { StateBatch } from './state-feed.ts';

/** Why a batch does not continue from a reader's cursor. */
type ResetReason = 'new' | 'rejoined' | 'restored';
/**
 * A batch of one room's events, without gaps from `after` + 1 on. A batch with `jump` begins the room for its reader; if the reader is a
 * member it has the header.
 */
export type EventBatch = {
  room: RoomId;
  after: Seq;
  head: Seq;
  jump?: ResetReason;
  header?: RoomHeader;
  /** The id of the event at `after`, where a reader begins without an event that would have told it. */
  afterId?: EventId;
  events: readonly RoomEvent[];
};

/** Where a feed leads: one connection. */
export interface Receiver {
  /** Takes a batch; `more` if the reply to a start is still to come. */
  onBatch(batch: EventBatch, more: boolean): void;
  /** Resolves once it can take more; other connections have had their turn by then. */
  ready(): Promise<void>;
  /** Takes an event that has just happened and continues what was sent before. */
  onLive(event: RoomEvent): void;
  /** Takes changes of what the user keeps. */
  onState(batch: StateBatch): void;
  /** Nothing more can be sent: the connection is closed, and its client reconnects. */
  onFailure(thrown: unknown): void;
}

/** A reader's position in a room; `id` is that of the event there, which only a reader that has none has not got. */
export type Cursor = { readonly seq: Seq; readonly id?: EventId | undefined };

/** A reader's position: what it asked for when it started to follow. */
export type StartPosition = {
  readonly cursors: ReadonlyMap<RoomId, Cursor>;
  /** False if the cursors belong to another history than the store's (G7). */
  readonly sameHistory: boolean;
  /** Newest events to send of a room without a cursor. */
  readonly recent: number;
};

/**
 * What to send of a room, and why its first batch may not continue from the cursor. `header` is for the batches that begin the room;
 * members have one.
 */
export type Plan = {
  readonly jump: ResetReason;
  readonly ranges: readonly SeqRange[];
  readonly header?: RoomHeader | undefined;
};
