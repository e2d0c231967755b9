import type { DraftStore, RoomText } from '../local-data/drafts.ts';

/** Drafts in memory, with a count of writes. */
export class MemoryDrafts implements DraftStore {
  readonly drafts = new Map<string, string>();
  readonly sentTexts: RoomText[] = [];
  lastRoom: string | undefined;
  writes = 0;
  /** Thrown by every write. */
  fails: Error | undefined;

  load(): ReturnType<DraftStore['load']> {
    const lastRoom = this.lastRoom === undefined ? {} : { lastRoom: this.lastRoom };
    return { ...lastRoom, drafts: [...this.drafts].map(([room, text]) => ({ room, text })), sent: [...this.sentTexts] };
  }

  keep(drafts: readonly RoomText[]): void {
    this.#write();
    for (const { room, text } of drafts) {
      if (text === '') this.drafts.delete(room);
      else this.drafts.set(room, text);
    }
  }

  sent(text: RoomText): void {
    this.#write();
    this.drafts.delete(text.room);
    this.sentTexts.push(text);
  }

  showed(room: string): void {
    this.lastRoom = room;
  }

  forgetSent(): void {
    this.sentTexts.length = 0;
  }

  #write(): void {
    this.writes++;
    if (this.fails) throw this.fails;
  }
}
