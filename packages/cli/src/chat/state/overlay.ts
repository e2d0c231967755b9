/** A line of an overlay: its text, hanging after its term when it has one. */
export type OverlayLine = { readonly term?: string; readonly text: string; readonly heading?: true };
/** A text that covers the timeline until closed: help, rooms, users. */
export type Overlay = {
  readonly title: string;
  readonly lines: readonly OverlayLine[];
  readonly top: number;
  /** The letter that opened it, which is text after all when more is typed: nobody should be kept from writing `??`. */
  readonly typed?: string;
};
/** A sentence for the user, shown until the next thing is sent. */
export type Remark = {
  readonly text: string;
  readonly tone: 'plain' | 'warning';
  /** It is about the text in the composer, and goes when that is changed. */
  readonly ofText?: true;
};
