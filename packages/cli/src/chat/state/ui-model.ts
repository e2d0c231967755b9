import type { RoomId, Seq } from '@securechat/protocol';
import type { Completing, Known } from '../completion/model.ts';
import type { Anchor } from '../window.ts';
import type { Composer } from './composer.ts';
import type { Edit, KillRing } from './composer-edits.ts';
import type { Overlay, OverlayLine, Remark } from './overlay.ts';
import type { Found, Picker } from './picker.ts';
import type { Quiet } from './quiet.ts';
import type { SelectEvent, Selecting } from './selecting.ts';

/** The state of the screen beyond the chat itself. */
export type UiState = {
  /** The chosen room; `shownRoom` ignores a room that is gone or not there yet. */
  readonly room: RoomId | undefined;
  /** The name of the room to show until one is chosen: its id is known once the rooms have arrived. */
  readonly wanted: string | undefined;
  /** One per room, so that a draft never ends up in another room. */
  readonly composers: Readonly<Record<string, Composer>>;
  readonly kills: KillRing;
  /** The state of the list of completions. */
  readonly completing: Completing;
  readonly known: Known;
  readonly anchor: Anchor;
  readonly overlay: Overlay | undefined;
  /** An open list that is filtered by typing. */
  readonly picker: Picker | undefined;
  readonly remark: Remark | undefined;
  /** The selection of messages. */
  readonly selecting: Selecting | undefined;
  /** Do not disturb, as set with /dnd; undefined: the settings decide. */
  readonly quiet: Quiet | undefined;
  /** The first key of a chord, until the second one. */
  readonly chord: string | undefined;
  /** The vim mode; with other keys it stays `insert`. */
  readonly vim: 'insert' | 'normal';
  /** A room that stays unread while it is shown: the user has marked it so. */
  readonly unreadIn: RoomId | undefined;
  /** The last seq that was read when the shown room was entered, and the time of that: later messages are new to the reader. */
  readonly readFrom: { readonly room: RoomId; readonly seq: Seq; readonly atMs: number } | undefined;
  /** Joins and leaves are shown the opposite way of the settings. */
  readonly foldToggled: boolean;
  /** Long messages that are expanded, by id. */
  readonly opened: ReadonlySet<string>;
};

/** Events of keys and lists. */
export type ListEvent =
  | { readonly kind: 'completing'; readonly completing: Completing }
  | { readonly kind: 'known'; readonly known: Partial<Known> }
  | { readonly kind: 'picker-opened'; readonly of: Picker['kind']; readonly text: string }
  | { readonly kind: 'found'; readonly found: Found }
  | { readonly kind: 'chosen'; readonly key: string | undefined }
  | { readonly kind: 'chord'; readonly begun: string | undefined }
  | { readonly kind: 'vim'; readonly mode: UiState['vim'] }
  | { readonly kind: 'entered'; readonly room: RoomId; readonly seq: Seq; readonly atMs: number }
  /** Toggles combining consecutive joins and leaves into one line. */
  | { readonly kind: 'foldSystem' }
  /** The room stays unread until another one is shown. */
  | { readonly kind: 'unread-kept'; readonly room: RoomId }
  /** Expands a long message, or folds it again. */
  | { readonly kind: 'message-opened'; readonly id: string };

/** Events of the edit of a message. */
export type EditEvent =
  /** A message is edited in the composer; `original`: its text, as it is typed. */
  | { readonly kind: 'edit-started'; readonly room: RoomId; readonly target: Seq; readonly original: string }
  /** The draft comes back. A dropped text can be pasted like a cut one. */
  | { readonly kind: 'edit-ended'; readonly room: RoomId; readonly dropped: boolean };

/** What can happen to the state of the screen. */
export type UiEvent =
  | ListEvent
  | SelectEvent
  | { readonly kind: 'room-shown'; readonly room: RoomId }
  /** `atMs`: when the key was pressed. */
  | { readonly kind: 'edited'; readonly room: string; readonly edit: Edit; readonly atMs?: number }
  | { readonly kind: 'typed'; readonly room: string; readonly text: string; readonly atMs?: number }
  | { readonly kind: 'pasted'; readonly room: string; readonly text: string }
  /** A completion replaces the word. */
  | {
      readonly kind: 'completed';
      readonly room: string;
      readonly from: number;
      readonly to: number;
      readonly text: string;
    }
  /** Replaces the whole text, `elsewhere` by a draft of another device that the user has not asked for. */
  | { readonly kind: 'rewritten'; readonly room: string; readonly text: string; readonly elsewhere?: true }
  | { readonly kind: 'sent'; readonly room: string; readonly mistyped?: true }
  | EditEvent
  /** The room that was wanted by name has arrived: it stays the chosen one when it is renamed. */
  | { readonly kind: 'wanted-arrived'; readonly room: RoomId }
  /** Moves text written before there was a room into this one. */
  | { readonly kind: 'moved-in'; readonly room: RoomId }
  | { readonly kind: 'scrolled'; readonly anchor: Anchor }
  | { readonly kind: 'remarked'; readonly remark: Remark | undefined }
  | { readonly kind: 'overlay-opened'; readonly title: string; readonly lines: readonly OverlayLine[] }
  | { readonly kind: 'overlay-scrolled'; readonly top: number }
  | { readonly kind: 'quiet'; readonly quiet: Quiet }
  /** The overlay was opened with this character, which may have been meant as text. */
  | { readonly kind: 'overlay-typed'; readonly letter: string }
  /** This server is shown, with an optional room, after the server with this state. */
  | { readonly kind: 'arrived'; readonly from: UiState; readonly room?: RoomId }
  | { readonly kind: 'closed' };
