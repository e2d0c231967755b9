/** A text written in a room. */
export type RoomText = { readonly room: string; readonly text: string };

/**
 * Stores the drafts and the sent texts of one account, so that both outlive the program. Each method is atomic and done when it returns; a
 * throw means that nothing was stored.
 */
export interface DraftStore {
  /** Every room's draft, the sent texts, oldest first, and the room that was shown last. */
  load(): { readonly drafts: readonly RoomText[]; readonly sent: readonly RoomText[]; readonly lastRoom?: string };
  /** Stores these drafts; an empty one is deleted. */
  keep(drafts: readonly RoomText[]): void;
  /** Stores a text sent from a room, and deletes the room's draft. */
  sent(text: RoomText): void;
  /** Stores which room is shown, so that the next chat opens there. */
  showed(room: string): void;
  /** Deletes the sent texts. */
  forgetSent(): void;
}
