/** A text that was written in a room. */
export type RoomText = { readonly room: string; readonly text: string };

/**
 * Where one account keeps what is being written, and what was sent before, so that both outlive the program. Each method is one
 * whole step, done when it returns; a throw means that nothing of it was kept.
 */
export interface DraftStore {
  /** Every room's draft, what was sent from the rooms, oldest first, and the room that was shown last. */
  load(): { readonly drafts: readonly RoomText[]; readonly sent: readonly RoomText[]; readonly lastRoom?: string };
  /** Keeps these drafts; an empty one is forgotten. */
  keep(drafts: readonly RoomText[]): void;
  /** Notes what was sent from a room, and forgets the room's draft. */
  sent(text: RoomText): void;
  /** Notes which room is shown, so that the next chat opens there. */
  showed(room: string): void;
  /** Forgets what was sent before. */
  forgetSent(): void;
}
