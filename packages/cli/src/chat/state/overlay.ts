/** A line of an overlay: its text, hanging after its term if it has one. */
export type OverlayLine = { readonly term?: string; readonly text: string; readonly heading?: true };
/** A text that covers the timeline until closed: help, rooms, users. */
export type Overlay = {
  readonly title: string;
  readonly lines: readonly OverlayLine[];
  readonly top: number;
  /** The character that opened it; it becomes text if more is typed, so that `??` can be written. */
  readonly typed?: string;
};
/** A sentence for the user, shown until the next key. */
export type Remark = {
  readonly text: string;
  readonly tone: 'plain' | 'warning';
  /** It is about the composer's text, and is removed when that changes. */
  readonly ofText?: true;
  /** When it was shown: a key right after that was pressed before it could be read, and does not remove it. */
  readonly atMs?: number;
};
