import type { EventId, Invitation, Profile, RoomDescription, RoomId, Seq, UserId } from '@securechat/protocol';
import type { Entry } from '../timeline/entry.ts';
import type { UserState } from '../user-state/user-state.ts';
import type { List } from './list.ts';

/** The state of the link as shown to users. */
export type LinkView =
  | { readonly status: 'offline' }
  /** Disconnected; the next attempt is at `untilMs`. `message` is why the last one failed. */
  | { readonly status: 'waiting'; readonly untilMs: number; readonly attempt: number; readonly message: string }
  | { readonly status: 'greeting' }
  | { readonly status: 'online' }
  /** Will not reconnect: a changed pin, an ended session, an unsupported version. */
  | { readonly status: 'refused'; readonly message: string };

/** An unconfirmed message, or one that was finally refused. */
export type PendingMessage = {
  readonly id: EventId;
  readonly room: RoomId;
  readonly text: string;
  readonly atMs: number;
  /** It changes the message at `target` instead of being one: its new text, or that it is deleted. */
  readonly changes?: { readonly kind: 'edit' | 'delete'; readonly target: Seq };
  /** Why it was finally refused; its text stays until retried or discarded. */
  readonly refused?: string;
};

/** The state of one room. */
export type RoomState = Readonly<RoomDescription> & {
  readonly id: RoomId;
  /** The entries of its events, in ascending seq without gaps, with presence in between. */
  readonly timeline: List<Entry>;
  /** The approximate size of the timeline in memory. */
  readonly bytes: number;
  /** Everything up to here has been applied. */
  readonly cursor: Seq;
  /** The first entry is the oldest one that exists for this user. */
  readonly atStart: boolean;
  /** Everything up to here has been read by the user, which is `readCount` of the room's messages. */
  readonly readUpTo: Seq;
  readonly readCount: number;
  /**
   * How many messages up to `asOf` mentioned the user, or had one of these highlight words, and were above the read mark `readUpTo`, as the
   * server has counted them, loaded or not.
   */
  readonly mentionsAtSync?:
    | { readonly count: number; readonly readUpTo: Seq; readonly asOf: Seq; readonly words: readonly string[] }
    | undefined;
  /** The seq at which `members` was counted: later events change it. */
  readonly countedAt: Seq;
  /** Who is online. Without the user of this client it is unknown: in large rooms, and in a room just joined until its members are listed. */
  readonly online: readonly UserId[];
  readonly typing: readonly UserId[];
  /** The user has opened this direct room here, so that it is listed although it may be empty. */
  readonly opened: boolean;
};

/** Rooms by their id. Without a prototype, since a room may be called `constructor`. */
export type ByRoom = Readonly<Record<string, RoomState>>;

/** Profiles by user: those that are known and not empty. Without a prototype, since a user may be called `constructor`. */
export type People = Readonly<Record<string, Profile>>;

/** Memory limits: entries and bytes of one room, and bytes of all rooms together. */
export type MemoryLimits = {
  readonly lines: number;
  readonly roomBytes: number;
  readonly allBytes: number;
};

/** The result of a catch-up. `first`: nothing was shown before, so nothing was missed. */
export type SyncSummary = {
  readonly events: number;
  readonly gaps: number;
  readonly restored: number;
  readonly atMs: number;
  readonly first?: boolean;
};

/** Everything that a screen shows. Changed only by the reducer; each change is a new object, unchanged parts keep their identity. */
export type ChatState = {
  readonly link: LinkView;
  /** The round trip of the last reply in whole milliseconds; undefined before the first one of a connection. */
  readonly roundTripMs: number | undefined;
  readonly me: UserId | undefined;
  /** The profiles of the user and of others. */
  readonly people: People;
  /** Whether the user's presence and typing are told to nobody, and others' are not told to the user. */
  readonly hidden: boolean;
  /** Users who have deleted their account, as far as events say so. */
  readonly deleted: ReadonlySet<UserId>;
  /** The memory limits; older entries are fetched again on demand. */
  readonly memory: MemoryLimits;
  /** Invitations that the user has neither accepted nor declined, the newest first. */
  readonly invitations: readonly Invitation[];
  /** The rooms to list, in the order of display: `general` first, then by name, then direct rooms. An empty direct room is not listed. */
  readonly rooms: readonly RoomId[];
  readonly byRoom: ByRoom;
  /** In the order in which they were written. */
  readonly pending: readonly PendingMessage[];
  readonly lastSync: SyncSummary | undefined;
  /** What the user keeps on all devices. */
  readonly userState: UserState;
  /** By room, drafts of other devices that would replace what was written here. */
  readonly otherDrafts: ReadonlyMap<RoomId, string>;
};
