import { beginsWithJoin, type ChatClient, type ChatState, oldestSeq, type RoomState } from '@securechat/client';
import type { TimelineView } from './timeline.ts';

/** Messages per request. */
export const olderPage = 100;

/** Loads older messages of the shown room while the loaded ones do not fill the screen. */
export class Filler {
  readonly #client: Pick<ChatClient, 'loadOlder'>;
  readonly #timeline: Pick<TimelineView, 'fits'>;
  readonly #filled: () => void;
  /** The key of the oldest line for which older ones were already requested automatically. */
  #from = '';
  #isFilling = false;

  /** `filled` is called after each load. */
  constructor({
    client,
    timeline,
    filled,
  }: {
    readonly client: Pick<ChatClient, 'loadOlder'>;
    readonly timeline: Pick<TimelineView, 'fits'>;
    readonly filled: () => void;
  }) {
    this.#client = client;
    this.#timeline = timeline;
    this.#filled = filled;
  }

  /** Tries again what could not be loaded before. */
  retry(): void {
    this.#from = '';
  }

  /**
   * Loads older messages if the loaded ones do not fill the screen, or if there are most likely none, so that the button is not shown for
   * nothing. True while loading.
   */
  fill(state: ChatState, room: RoomState): boolean {
    if (room.atStart || room.cursor === 0 || state.link.status !== 'online') return false;
    if (!this.#timeline.fits && !beginsWithJoin(room.timeline, state.me)) return false;
    const from = `${room.id} ${oldestSeq(room)}`;
    if (from === this.#from) return this.#isFilling;
    this.#from = from;
    this.#isFilling = true;
    void this.#client.loadOlder(room.id, olderPage).then(() => {
      this.#isFilling = false;
      this.#filled();
    });
    return true;
  }
}
