import type { RoomId } from '@securechat/protocol/ids';
import type { Caller, Context } from './context.ts';
import type { Hub, Listener } from './hub.ts';
import type { Presence } from './presence.ts';
import type { StartPosition } from './reader.ts';
import { type RoomWithPresence, withOnline } from './rooms-with-presence.ts';

type Parts = { readonly ctx: Context; readonly hub: Hub; readonly presence: Presence };

/** One connection's subscription to all rooms of its user. */
export class Following {
  readonly #parts: Parts;
  readonly #caller: Caller;
  readonly #listener: Listener;
  readonly #feed: ReturnType<Hub['attach']>;
  #at: 'beginning' | 'here' | 'gone' = 'beginning';

  constructor(parts: Parts, caller: Caller, listener: Listener) {
    this.#parts = parts;
    this.#caller = caller;
    this.#listener = listener;
    this.#feed = parts.hub.attach(caller.user, listener);
  }

  /** Sends what was missed, then everything that happens; resolves with the rooms once what was missed has been sent. */
  async start(start: StartPosition): Promise<RoomWithPresence[]> {
    let list = await this.#feed.start(start);
    const { ctx, presence } = this.#parts;
    if (this.#at === 'beginning') {
      this.#at = 'here';
      await presence.deviceConnected(this.#caller.user, list.rooms);
    }
    for (;;) {
      const described = await withOnline(list.rooms, {
        members: (room) => ctx.store.members(room),
        online: (users) => presence.online(users),
        ready: () => this.#listener.ready(),
      });
      // The reader drops every room that the reply lacks, even one that was joined and sent to it while presence was read.
      if (!this.#feed.hasChangedSince(list)) return described;
      list = await this.#feed.listRooms();
    }
  }

  /** Whether its user follows the room. */
  follows(room: RoomId): boolean {
    return this.#feed.follows(room);
  }

  /** Stops following; `forGood` if the user logged out. */
  stop(forGood: boolean): void {
    const wasHere = this.#at === 'here';
    if (this.#at === 'gone') return;
    this.#at = 'gone';
    this.#parts.hub.detach(this.#feed);
    if (wasHere) this.#parts.presence.deviceDisconnected(this.#caller.user, forGood);
  }
}
