import type { EventId, RoomId, Seq, UserId } from '@securechat/protocol';
import type { Entry } from '../timeline/entry.ts';
import type { List } from './list.ts';

/** How the link stands, as shown to a person. */
export type LinkView =
  | { readonly status: 'offline' }
  /** Disconnected; the next try comes at `untilMs`. `say` is why the last one failed. */
  | { readonly status: 'waiting'; readonly untilMs: number; readonly attempt: number; readonly message: string }
  | { readonly status: 'greeting' }
  | { readonly status: 'online' }
  /** Given up for good: a changed pin, an ended session, a version that cannot be spoken. */
  | { readonly status: 'refused'; readonly message: string };

/** A message that was typed and has no answer yet, or was finally refused. */
export type PendingMessage = {
  readonly id: EventId;
  readonly room: RoomId;
  readonly text: string;
  readonly atMs: number;
  /** Why it was finally refused; its text stays until retried or discarded. */
  readonly refused?: string;
};

/** One room as this client knows it. */
export type RoomState = {
  readonly id: RoomId;
  readonly topic: string;
  /** What the events say, in ascending seq without gaps; presence where it was seen. */
  readonly timeline: List<Entry>;
  /** About what the lines of the timeline take in memory. */
  readonly bytes: number;
  /** Everything up to here has been applied. */
  readonly cursor: Seq;
  /** The lowest seq in the timeline minus one is reached: nothing older exists for this user. */
  readonly atStart: boolean;
  /** Everything up to here has been seen by the user. */
  readonly readUpTo: Seq;
  readonly members: number;
  /** The seq at which `members` was counted: later events change it. */
  readonly countedAt: Seq;
  readonly online: readonly UserId[];
  readonly typing: readonly UserId[];
};

/** Rooms by their id. Without a prototype, since a room may be called `constructor`. */
export type ByRoom = Readonly<Record<string, RoomState>>;

/** How much of what was seen stays in memory: lines and bytes of one room, and bytes of all rooms together. */
export type MemoryLimits = {
  readonly lines: number;
  readonly roomBytes: number;
  readonly allBytes: number;
};

/** What a catch-up brought. `first`: nothing was shown before it, so that nothing of it was missed. */
export type SyncSummary = {
  readonly events: number;
  readonly gaps: number;
  readonly restored: number;
  readonly atMs: number;
  readonly first?: boolean;
};

/** All that a screen shows. Changed only by the reducer; each change is a new object, unchanged parts keep their identity. */
export type ChatState = {
  readonly link: LinkView;
  /** How long the last answer took to come, in whole milliseconds; undefined before the first of a connection. */
  readonly roundTripMs: number | undefined;
  readonly me: UserId | undefined;
  /** How much of what was seen stays in memory; older lines are fetched again when somebody scrolls. */
  readonly memory: MemoryLimits;
  /** In the order to show: `general` first, then by name. */
  readonly rooms: readonly RoomId[];
  readonly byRoom: ByRoom;
  /** In the order they were typed. */
  readonly pending: readonly PendingMessage[];
  readonly lastSync: SyncSummary | undefined;
};
