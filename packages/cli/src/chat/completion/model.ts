/** What can be completed; `sent` is the whole text, by one that was sent before. */
export type WordKind = 'user' | 'room' | 'server' | 'emoji' | 'command' | 'sent';

/** The word at the cursor that can be completed. */
export type Word = {
  readonly kind: WordKind;
  /** Where in the text it stands; what is taken from the list comes in its place. */
  readonly from: number;
  readonly to: number;
  /** What was typed of the name up to the cursor. */
  readonly typed: string;
  /** Whether the list comes by itself, or only when it is asked for. */
  readonly byItself: boolean;
};

/** What can be put in the place of a word: how the list shows it, and the text. */
export type Offer = { readonly label: string; readonly hint: string; readonly text: string };

/** How the user has dealt with the list of the word that begins at `forced` or `closed`; `pick` is the chosen line. */
export type Completing = {
  readonly forced: number | undefined;
  readonly closed: number | undefined;
  readonly pick: number | undefined;
  /** What was sent before is searched for what is in the composer. */
  readonly sent: boolean;
};

/** The list as it comes by itself. */
export const completing: Completing = { forced: undefined, closed: undefined, pick: undefined, sent: false };

/** A name of an emoji, as it is typed between colons. */
export type EmojiName = { readonly name: string; readonly emoji: string };

/** What was asked for completion's sake and is not part of the chat's state. */
export type Known = {
  /** The members of a room, by its name. */
  readonly members: Readonly<Record<string, readonly string[]>>;
  /** Rooms one can join. */
  readonly rooms: readonly { readonly id: string; readonly topic: string }[];
  readonly emoji: readonly EmojiName[];
  /** Servers one can go to. */
  readonly servers: readonly { readonly name: string; readonly hint: string }[];
};

/** Nothing was asked yet. */
export const nothingKnown: Known = { members: Object.create(null), rooms: [], emoji: [], servers: [] };
