import type {
  MemberSummary,
  Profile,
  RoomEvent,
  RoomHeader,
  RoomId,
  RoomSummary,
  Seq,
  ServerFrameOf,
  StateEntry,
  UserId,
} from '@securechat/protocol';
import type { CachedChat } from '../ports.ts';
import type { PresenceEntry } from '../timeline/entry.ts';
import type { CurrentEvent } from '../timeline/message-changes.ts';
import type { InvitationInput } from './invitations.ts';
import type { LinkView, SyncSummary } from './model.ts';
import type { PendingInput } from './pending.ts';

/** Events that change the state. */
export type ChatInput =
  | { readonly kind: 'link'; readonly link: LinkView }
  | { readonly kind: 'round-trip'; readonly ms: number }
  | { readonly kind: 'me'; readonly me: UserId | undefined }
  /** All rooms of the user at the end of a catch-up. */
  | { readonly kind: 'rooms'; readonly rooms: ServerFrameOf<'synced'>['rooms'] }
  /** A room that the user joined, created or, if it is a direct one, opened. */
  | { readonly kind: 'room'; readonly room: RoomSummary }
  | {
      readonly kind: 'events';
      readonly room: RoomId;
      readonly jump: ServerFrameOf<'events'>['jump'];
      readonly after: Seq;
      readonly events: readonly RoomEvent[];
      /** Set if the batch starts the room. */
      readonly header?: RoomHeader | undefined;
    }
  /** The events before the one at `before`. */
  | {
      readonly kind: 'older';
      readonly room: RoomId;
      readonly before: Seq;
      readonly events: readonly CurrentEvent[];
      readonly atStart: boolean;
    }
  | { readonly kind: 'room-deleted'; readonly room: RoomId }
  | { readonly kind: 'presence'; readonly room: RoomId; readonly entry: PresenceEntry }
  /** Members of a room, as the server lists them. */
  | { readonly kind: 'members'; readonly room: RoomId; readonly members: readonly MemberSummary[] }
  /** Somebody's profile as it is now; `hidden` is set in the user's own. */
  | { readonly kind: 'profile'; readonly profile: Profile; readonly hidden?: boolean | undefined }
  | { readonly kind: 'typing'; readonly room: RoomId; readonly user: UserId; readonly on: boolean }
  | PendingInput
  | InvitationInput
  /** What the user keeps has changed, here or on another device; with `reset`, it is no more than this. */
  | { readonly kind: 'user-state'; readonly entries: readonly StateEntry[]; readonly reset?: boolean }
  /** The draft of another device that would replace what was written in this room here, or that there is none. */
  | { readonly kind: 'other-draft'; readonly room: RoomId; readonly text: string | undefined }
  /** The cached history of earlier runs. */
  | { readonly kind: 'cached'; readonly chat: CachedChat }
  | ({ readonly kind: 'synced' } & SyncSummary);
