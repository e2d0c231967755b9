import type { MemberSummary, RoomSummary } from '@securechat/protocol';

/** What can be completed: `user` is a member of the shown room, `mention` one or everybody in a message, `person` anybody, `blocked` one whom the user has blocked, `highlight` a highlight word, `archived` an archived room of the user; `sent` replaces the whole text by a message sent before. */
export type WordKind =
  | 'user'
  | 'mention'
  | 'person'
  | 'blocked'
  | 'highlight'
  | 'room'
  | 'archived'
  | 'level'
  | 'server'
  | 'invitation'
  | 'role'
  | 'emoji'
  | 'command'
  | 'sent';

/** A word at the cursor that can be completed. */
export type Word = {
  readonly kind: WordKind;
  /** Its position in the text; the completion replaces it. */
  readonly from: number;
  readonly to: number;
  /** What was typed of the name up to the cursor. */
  readonly typed: string;
  /** Whether the list opens automatically, or only on request. */
  readonly byItself: boolean;
};

/** A completion: its label and hint in the list, and the text to insert. */
export type Offer = { readonly label: string; readonly hint: string; readonly text: string };

/** The state of the list: opened on request (`forced`) or `closed` for the word at this position; `pick` is the selected line. */
export type Completing = {
  readonly forced: number | undefined;
  readonly closed: number | undefined;
  readonly pick: number | undefined;
  /** Sent messages are searched for the composer's text. */
  readonly sent: boolean;
};

/** The list in its default state. */
export const completing: Completing = { forced: undefined, closed: undefined, pick: undefined, sent: false };

/** A name of an emoji, as typed between colons. */
export type EmojiName = { readonly name: string; readonly emoji: string };

/** A member of a room, as far as completion and the list of members need it. */
export type KnownMember = Pick<MemberSummary, 'user' | 'role'>;

/** What was fetched for completion and is not part of the chat's state. */
export type Known = {
  /** The members of each room, as they were listed. */
  readonly members: Readonly<Record<string, readonly KnownMember[]>>;
  /** Rooms to join. */
  readonly rooms: readonly Pick<RoomSummary, 'id' | 'name' | 'topic'>[];
  readonly emoji: readonly EmojiName[];
  /** Servers to switch to. */
  readonly servers: readonly { readonly name: string; readonly hint: string }[];
};

/** Nothing was fetched yet. */
export const nothingKnown: Known = { members: Object.create(null), rooms: [], emoji: [], servers: [] };
